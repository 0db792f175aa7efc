import type { Locator, Page } from "playwright-core";
import { until } from "../checks.ts";
import { speakChinese } from "./chinese.ts";

/** A window of VS Code, worked with through its screen and keyboard. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, address: string): Promise<Workbench> {
    await speakChinese(page);
    await page.goto(address);
    await page.locator(".monaco-workbench .part.editor").waitFor();
    return new Workbench(page);
  }

  /** Opens a file by a part of its name, as Ctrl+P does. */
  async openFile(part: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.choose(part);
    await this.page.locator(".tab.active", { hasText: part }).waitFor();
  }

  /** Runs a command by its name in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.choose(`>${title}`);
  }

  /** The first line of the editor that holds a text. What is out of sight is no line. */
  line(text: string): Locator {
    return this.page.locator(".monaco-editor .view-line", { hasText: text }).first();
  }

  /** Puts the cursor behind a text in the first line that holds it. */
  async putCursorBehind(text: string): Promise<void> {
    const place = await until(`“${text}” is on the screen`, () => this.placeOf(text));
    await this.page.mouse.click(place.right, place.middle);
  }

  /** Rests the pointer on a text until that is shown for it. */
  async hover(text: string, shown: RegExp): Promise<void> {
    const card = this.page.locator(".monaco-hover:visible", { hasText: shown });
    await until(`${String(shown)} is shown for “${text}”`, async () => {
      await this.page.mouse.move(0, 0);
      const place = await this.placeOf(text);
      if (place !== undefined) {
        await this.page.mouse.move((place.left + place.right) / 2, place.middle, { steps: 5 });
        await card.first().waitFor({ timeout: 5_000 });
      }
      return place;
    });
    await this.page.mouse.move(0, 0);
    await card.first().waitFor({ state: "hidden" });
  }

  /** Waits until the status bar says that the cursor is in that line. */
  async untilCursorIs(line: number): Promise<void> {
    await this.page.locator("#status\\.editor\\.selection", { hasText: `行 ${String(line)}，` }).waitFor();
  }

  private async choose(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input:visible");
    await input.fill(text);
    const first = this.page.locator(".quick-input-list .monaco-list-row.focused");
    await until(`“${text}” is offered`, async () => (await first.innerText()).includes(text.replace(/^>/, "")));
    await this.page.keyboard.press("Enter");
  }

  /** Where a text is drawn, found by the text itself: lines are drawn in pieces of one colour each. */
  private placeOf(text: string): Promise<{ left: number; right: number; middle: number } | undefined> {
    return this.page.evaluate((wanted) => {
      for (const line of document.querySelectorAll(".monaco-editor .view-line")) {
        // The editor draws blanks as no-break spaces.
        const at = line.textContent.replaceAll("\u00a0", " ").indexOf(wanted);
        if (at >= 0) {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let before = 0;
          let isStarted = false;
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const length = node.textContent?.length ?? 0;
            if (!isStarted && before + length > at) {
              range.setStart(node, at - before);
              isStarted = true;
            }
            if (isStarted && before + length >= at + wanted.length) {
              range.setEnd(node, at + wanted.length - before);
              const { left, right, top, bottom } = range.getBoundingClientRect();
              return { left, right, middle: (top + bottom) / 2 };
            }
            before += length;
          }
        }
      }
      return undefined;
    }, text);
  }
}
