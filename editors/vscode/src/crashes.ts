/** A server that ends this often within this time will do it again. */
export const TIMES = 5;
export const WITHIN = 3 * 60 * 1000;

/** Whether a server that ended unasked is worth another start. */
export class Crashes {
  private readonly times: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Takes note of one more, and says whether to start again. */
  isWorthAnother(): boolean {
    this.times.push(this.now());
    if (this.times.length < TIMES) {
      return true;
    }
    const first = this.times.shift() ?? 0;
    return this.now() - first > WITHIN;
  }

  /** The user has started the server by hand: what was before does not count. */
  forget(): void {
    this.times.length = 0;
  }
}
