import type { Locator, Page } from "playwright-core";
import { check, failed, until } from "../checks.ts";
import { speakChinese } from "./chinese.ts";

/** A window of VS Code, worked with through its screen and keyboard. */
export class Workbench {
  readonly page: Page;
  private readonly artefacts: string;

  private constructor(page: Page, artefacts: string) {
    this.page = page;
    this.artefacts = artefacts;
  }

  static async open(page: Page, address: string, artefacts: string): Promise<Workbench> {
    page.setDefaultTimeout(60_000);
    await speakChinese(page);
    await page.goto(address);
    await page.locator(".monaco-workbench .part.editor").waitFor();
    return new Workbench(page, artefacts);
  }

  /** Where nothing is that would look otherwise for it: the middle of the status bar. */
  private async movePointerAway(): Promise<void> {
    const { width, height } = this.page.viewportSize() ?? { width: 0, height: 0 };
    await this.page.mouse.move(width / 2, height - 5);
  }

  /** A check of what is on the screen, which is kept where it fails. */
  async check(name: string, run: () => Promise<void>): Promise<void> {
    const picture = `screen-failed-${String(failed() + 1)}`;
    await check(name, run, async () => {
      await this.picture(picture);
      const lines = (await this.page.locator("body").innerText()).split("\n");
      return [`The screen, vscode-${picture}.png:`, ...lines.map((line) => line.slice(0, 120))].join("\n");
    });
  }

  /** Keeps a picture of the window. */
  async picture(name: string): Promise<void> {
    await this.movePointerAway();
    await until("no edge is lit up", async () => (await this.page.locator(".monaco-sash.hover").count()) === 0);
    await this.page.screenshot({ path: `${this.artefacts}/vscode-${name}.png`, animations: "disabled" });
  }

  /** Opens a file by a part of its name, as Ctrl+P does. */
  async openFile(part: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.page.locator(".quick-input-widget input:visible").fill(part);
    const first = this.page.locator(".quick-input-list .monaco-list-row.focused");
    await until(`“${part}” is offered`, async () => (await first.innerText()).includes(part));
    await this.page.keyboard.press("Enter");
    // The budget view goes along, and has the name in its tab too.
    await this.page.locator(".tab.active", { hasText: part }).first().waitFor();
  }

  /** Runs a command by its title, as F1 does; the palette has it once. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.page.locator(".quick-input-widget input:visible").fill(`>${title}`);
    const offered = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title });
    await until(`“${title}” is offered once`, async () => (await offered.count()) === 1);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** The first line of the editor that holds a text. What is out of sight is no line. */
  line(text: string): Locator {
    return this.page.locator(".monaco-editor .view-line", { hasText: text }).first();
  }

  /** Puts the cursor behind a text in the first line that holds it, which is of that number, with the mouse. */
  async putCursorBehind(text: string, line: number): Promise<void> {
    await until(`the cursor is behind “${text}”`, async () => {
      const place = await this.placeOf(text);
      if (place !== undefined) {
        await this.page.mouse.click(place.right, place.middle);
        // The editor may just have moved; a second click comes too late to be a double one.
        await this.cursorIn(line).waitFor({ timeout: 2_000 });
      }
      return place;
    });
  }

  /** Types a text, one key at a time. */
  async type(text: string): Promise<void> {
    for (const key of text) {
      await this.page.keyboard.type(key);
    }
  }

  /** Chooses one of the suggestions that the editor lists, and takes it. */
  async take(label: string): Promise<void> {
    const list = this.page.locator(".suggest-widget.visible");
    const chosen = list.locator(".monaco-list-row.focused .label-name");
    await list.locator(".label-name").getByText(label, { exact: true }).waitFor();
    await until(`“${label}” is chosen`, async () => {
      const isChosen = (await chosen.innerText()) === label;
      if (!isChosen) {
        await this.page.keyboard.press("ArrowDown");
      }
      return isChosen;
    });
    await this.page.keyboard.press("Enter");
    await list.waitFor({ state: "hidden" });
  }

  /** Rests the pointer on a text until that is shown for it. */
  async hover(text: string, shown: RegExp): Promise<void> {
    const card = this.page.locator(".monaco-hover:visible", { hasText: shown });
    await until(`${String(shown)} is shown for “${text}”`, async () => {
      await this.movePointerAway();
      const place = await this.placeOf(text);
      if (place !== undefined) {
        await this.page.mouse.move((place.left + place.right) / 2, place.middle, { steps: 5 });
        await card.first().waitFor({ timeout: 5_000 });
      }
      return place;
    });
    await this.movePointerAway();
    await card.first().waitFor({ state: "hidden" });
  }

  /** Pulls the upper edge of the panel down. */
  async shrinkPanel(by: number): Promise<void> {
    const panel = this.page.locator(".part.panel");
    const before = await panel.boundingBox();
    if (before === null) {
      throw new Error("there is no panel");
    }
    // The edge is a narrow strip above it.
    const [x, y] = [before.x + before.width / 3, before.y - 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x, y + by, { steps: 5 });
    await this.page.mouse.up();
    await until("the panel is smaller", async () => ((await panel.boundingBox())?.y ?? 0) > before.y);
  }

  /** Turns the wheel over the editor, which leaves the cursor where it is, until the last lines are in sight. */
  async scrollToTheEnd(): Promise<void> {
    await this.page.locator(".monaco-editor").first().hover();
    await this.page.mouse.wheel(0, 10_000);
    await this.page.locator(".monaco-editor .line-numbers", { hasText: /^29$/ }).waitFor();
  }

  /** Waits until the status bar says that the cursor is in that line. */
  async untilCursorIs(line: number): Promise<void> {
    await this.cursorIn(line).waitFor();
  }

  private cursorIn(line: number): Locator {
    return this.page.locator("#status\\.editor\\.selection", { hasText: `行 ${String(line)}，` });
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
