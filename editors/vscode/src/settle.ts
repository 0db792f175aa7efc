/** Does something once what it depends on has come to rest, and never twice at a time. */
export class Settle {
  private timer: NodeJS.Timeout | undefined;
  private isBusy = false;
  private isWanted = false;

  constructor(
    private readonly delay: number,
    private readonly step: () => Promise<void>,
    private readonly failed: (reason: unknown) => void,
  ) {}

  /** Something has changed: counts from now. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), this.delay);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isWanted = false;
  }

  private async run(): Promise<void> {
    this.isWanted = true;
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    while (this.isWanted) {
      this.isWanted = false;
      await this.step().catch(this.failed);
    }
    this.isBusy = false;
  }
}
