import { readFileSync } from "node:fs";
import { type Browser, type Page } from "playwright-core";
import type { Overview } from "../../../../editors/vscode/src/overview";
import type { FromView, ToView } from "../../../../editors/vscode/src/view/messages";
import { page as written } from "../../../../editors/vscode/src/view/page";
import { words } from "../../../../editors/vscode/src/view/words";
import { DARK, type Theme } from "./themes";
import { speak } from "./vscode";

const ORIGIN = "https://view.example";
export const URI = "file:///%E9%A2%84%E7%AE%97.md";

export interface Scene {
  readonly theme?: Theme;
  readonly language?: string;
  /** What the view kept of its last life. */
  readonly kept?: unknown;
  readonly width?: number;
  readonly height?: number;
}

/** What the page in the browser leaves for the test. */
interface Left {
  sent: unknown[];
  kept: unknown;
  violations: string[];
}

declare global {
  interface Window {
    left: Left;
  }
}

/** The view in a browser, under its own policy, with an editor that only writes down what it is told. */
export class Stage {
  private constructor(
    readonly page: Page,
    private readonly problems: string[],
    private readonly language: string,
  ) {}

  static async open(browser: Browser, { theme = DARK, language = "zh-cn", kept, width = 760, height = 900 }: Scene = {}): Promise<Stage> {
    const page = await browser.newPage({ viewport: { width, height } });
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        problems.push(message.text());
      }
    });
    await serve(page, problems, language);
    await page.addInitScript(editor, { classes: theme.classes, colours: theme.colours, kept });
    await page.goto(`${ORIGIN}/`);
    const stage = new Stage(page, problems, language);
    await page.waitForFunction(() => window.left.sent.length > 0);
    speak(language);
    await stage.tell({ type: "words", words: words() });
    return stage;
  }

  tell(message: ToView): Promise<void> {
    return this.page.evaluate((message) => {
      window.postMessage(message, "*");
    }, message);
  }

  /** Shows an overview, and waits until it is drawn. */
  async show(overview: Overview, uri = URI): Promise<void> {
    await this.tell({ type: "overview", uri, overview });
    // Messages come in order, and it is drawn in the frame after.
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const drawn = (): void => {
            requestAnimationFrame(() => {
              resolve();
            });
          };
          addEventListener("message", () => requestAnimationFrame(drawn), { once: true });
          window.postMessage({ type: "words" }, "*");
        }),
    );
  }

  /** What the view has asked of the editor since the last time. */
  async asked(): Promise<FromView[]> {
    const sent = await this.page.evaluate(() =>
      window.left.sent.splice(0).map((message) => {
        const { bytes } = message as { bytes?: Uint8Array };
        return bytes === undefined ? message : { ...(message as object), bytes: [...bytes] };
      }),
    );
    return sent.map((message) => {
      const { bytes, ...rest } = message as { bytes?: number[] };
      return (bytes === undefined ? rest : { ...rest, bytes: new Uint8Array(bytes) }) as FromView;
    });
  }

  kept(): Promise<unknown> {
    return this.page.evaluate(() => window.left.kept);
  }

  /** Takes note of what was refused, where that is what had to be. */
  async refused(): Promise<string[]> {
    const refused = await this.page.evaluate(() => window.left.violations.splice(0).map((violation) => violation.split(" ")[0] ?? ""));
    this.problems.length = 0;
    return refused;
  }

  /** Everything that went wrong or was refused, which has to be nothing. */
  async trouble(): Promise<string[]> {
    return [...this.problems, ...(await this.page.evaluate(() => window.left.violations))];
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** Serves the built page and nothing else; that anything else is asked for is a problem. */
async function serve(page: Page, problems: string[], language: string): Promise<void> {
  const html = written({ source: ORIGIN, nonce: "bm9uY2U=", script: `${ORIGIN}/main.js`, style: `${ORIGIN}/view.css`, language });
  const files: Record<string, { contentType: string; body: string }> = {
    "/": { contentType: "text/html", body: html },
    "/main.js": { contentType: "text/javascript", body: readFileSync("dist/view/main.js", "utf8") },
    "/view.css": { contentType: "text/css", body: readFileSync("dist/view/view.css", "utf8") },
    "/favicon.ico": { contentType: "image/x-icon", body: "" },
  };
  await page.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const file = origin === ORIGIN ? files[pathname] : undefined;
    if (file === undefined) {
      problems.push(`asked for ${route.request().url()}`);
      await route.abort();
    } else {
      await route.fulfill(file);
    }
  });
}

/** Runs in the page, before its script: VS Code's side. */
function editor({ classes, colours, kept }: { classes: string; colours: Record<string, string>; kept: unknown }): void {
  const left: Left = { sent: [], kept, violations: [] };
  addEventListener("securitypolicyviolation", (event) => {
    left.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  const acquireVsCodeApi = (): unknown => {
    document.body.className = classes;
    for (const [name, colour] of Object.entries(colours)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, colour);
    }
    return {
      postMessage: (message: unknown) => left.sent.push(message),
      getState: () => left.kept,
      setState: (state: unknown) => {
        left.kept = state;
      },
    };
  };
  Object.assign(window, { left, acquireVsCodeApi });
}
