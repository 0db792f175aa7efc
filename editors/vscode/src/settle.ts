import { Latest } from "./latest";

/** Does something once what it depends on has come to rest, and never twice at a time. */
export class Settle {
  private timer: NodeJS.Timeout | undefined;
  private readonly latest: Latest;

  constructor(
    private readonly delay: number,
    step: () => Promise<void>,
    failed: (reason: unknown) => void,
  ) {
    this.latest = new Latest(step, failed);
  }

  /** Something has changed: counts from now. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.latest.want();
    }, this.delay);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
