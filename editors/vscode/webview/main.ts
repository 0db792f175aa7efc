import type { Overview } from "../src/overview";
import type { FromView, ToView } from "../src/view/messages";
import { type Memory, View } from "./view";

/** What the editor gives a view to speak with. */
declare function acquireVsCodeApi(): {
  postMessage(message: FromView): void;
  getState(): Partial<Memory> | undefined;
  setState(state: Memory): void;
};

const editor = acquireVsCodeApi();
const { uri = "", table = "", unfolded = [], current = "" } = editor.getState() ?? {};

let view: View | undefined;
let next: { uri: string; overview: Overview } | undefined;

addEventListener("message", ({ data }: MessageEvent<ToView>) => {
  if (data.type === "words") {
    view ??= new View(
      data.words,
      { uri, table, unfolded, current },
      (message) => {
        editor.postMessage(message);
      },
      (memory) => {
        editor.setState(memory);
      },
    );
  } else if (data.type === "overview") {
    draw(data);
  } else {
    view?.unanswered(data.uri);
  }
});

/** Draws once a frame at most, what came last. */
function draw(overview: { uri: string; overview: Overview }): void {
  if (next === undefined) {
    requestAnimationFrame(() => {
      const { uri, overview } = next ?? {};
      next = undefined;
      if (uri !== undefined && overview !== undefined) {
        view?.show(uri, overview);
      }
    });
  }
  next = overview;
}

editor.postMessage({ type: "ready" });
