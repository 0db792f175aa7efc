import assert from "node:assert/strict";
import { HEALTH } from "../../../../editors/vscode/test/overviews";
import type { Check } from "./check";
import type { Stage } from "./stage";
import { THEMES } from "./themes";

/** A text, and how much it stands out from what is behind it, as WCAG 2 counts. */
interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/** Runs in the page. What lies behind a text is found by painting one background over the other. */
function contrasts(): Contrast[] {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const painted = (...colours: string[]): number[] => {
    context?.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      Object.assign(context ?? {}, { fillStyle: colour });
      context?.fillRect(0, 0, 1, 1);
    }
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  };
  const luminance = (colour: number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (behind: string[], ink: string): number => {
    const [a, b] = [luminance(painted(...behind)), luminance(painted(...behind, ink))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const backgrounds = (element: Element | null): string[] =>
    element === null ? [] : [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor];
  const inMap = [...document.querySelectorAll("svg.map g[data-id] text")].map((text) => {
    const box = text.getBoundingClientRect();
    const areas = [...(text.parentElement?.querySelectorAll(".area, .strip") ?? [])].filter((area) => {
      const { top, bottom } = area.getBoundingClientRect();
      return top <= box.top + 2 && bottom >= box.bottom - 3;
    });
    const behind = [...backgrounds(document.body), ...areas.map((area) => getComputedStyle(area).fill)];
    return { text: text.textContent, ratio: ratio(behind, getComputedStyle(text).fill) };
  });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const inPage: Contrast[] = [];
  while (walker.nextNode() !== null) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement instanceof HTMLElement && parentElement.checkVisibility() && textContent?.trim() !== "" && parentElement.tagName !== "SCRIPT") {
      inPage.push({ text: textContent ?? "", ratio: ratio(backgrounds(parentElement), getComputedStyle(parentElement).color) });
    }
  }
  return [...inMap, ...inPage];
}

async function unreadable(stage: Stage): Promise<Contrast[]> {
  const all = await stage.page.evaluate(contrasts);
  assert.ok(all.length > 120, `${all.length.toString()} texts`);
  return all.filter(({ ratio }) => ratio < 4.5);
}

export const COLOURS: readonly Check[] = THEMES.map((theme) => ({
  name: `every text can be read in the theme ${theme.name}, also in a chosen row and under the pointer`,
  scene: { theme },
  proof: async (stage) => {
    await stage.show(HEALTH);
    await stage.page.getByRole("button", { name: "全部展开" }).click();
    assert.deepEqual(await unreadable(stage), []);
    for (const name of [/^云浔市青禾区卫生健康局/, /^急救站点布局/]) {
      await stage.page.getByRole("row", { name }).click();
      assert.deepEqual(await unreadable(stage), []);
    }
    await stage.page.getByRole("treeitem", { name: /^急救站点布局/ }).hover();
    assert.deepEqual(await unreadable(stage), []);
  },
}));
