/**
 * Carries out one wish at a time. Wishes made meanwhile are one wish, carried out after it: so a burst of keystrokes
 * costs two requests at most, and the last one is always answered.
 */
export class Latest {
  private isBusy = false;
  private isWanted = false;

  constructor(
    private readonly step: () => Promise<void>,
    private readonly failed: (reason: unknown) => void,
  ) {}

  want(): void {
    this.isWanted = true;
    if (!this.isBusy) {
      void this.run();
    }
  }

  private async run(): Promise<void> {
    this.isBusy = true;
    while (this.isWanted) {
      this.isWanted = false;
      try {
        await this.step();
      } catch (reason) {
        this.failed(reason);
      }
    }
    this.isBusy = false;
  }
}
