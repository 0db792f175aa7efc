import assert from "node:assert/strict";
import { HEALTH, large } from "../../../../editors/vscode/test/overviews";
import type { Format } from "../../../../editors/vscode/src/view/messages";
import type { Check } from "./check";
import type { Stage } from "./stage";
import { LIGHT } from "./themes";

/** Presses a button, and waits for what it makes. */
async function saved(stage: Stage, format: Format): Promise<Uint8Array> {
  await stage.asked();
  await stage.page.getByRole("button", { name: `导出为 ${format.toUpperCase()}` }).click();
  await stage.page.waitForFunction(() => window.left.sent.length > 0);
  const [message] = await stage.asked();
  assert.ok(message?.type === "save" && message.format === format, JSON.stringify(message));
  return message.bytes;
}

export const EXPORTS: readonly Check[] = [
  {
    name: "CSV: the table that is shown, with a byte order mark",
    proof: async (stage) => {
      await stage.show(HEALTH);
      const bytes = await saved(stage, "csv");
      assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
      const lines = new TextDecoder().decode(bytes).split("\r\n");
      assert.equal(lines.length, 27);
      assert.equal(lines[1], '合计,,合计,"1,633.10","1,605.30",27.80,100.00%,0.00,0.00,0.00,0.00,相符');
    },
  },
  {
    name: "SVG: stands for itself, with the colours of the theme and all names",
    scene: { theme: LIGHT },
    proof: async (stage) => {
      await stage.show(HEALTH);
      const text = new TextDecoder().decode(await saved(stage, "svg"));
      assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.doesNotMatch(text, /var\(|color-mix|color\(|class=|style=|tabindex|data-id|currentcolor/i);
      assert.match(text, /<rect[^>]*fill="#ffffff"/);
      assert.match(text, /stroke="#e51400"/);
      assert.match(text, /公立医院综合改革补助，总计 420\.00 万元/);
      assert.match(text, /一、项目支出绩效目标表（区本级资金）/);
      assert.equal(await stage.page.locator(".stage").count(), 0);
      const drawn = await stage.page.evaluate((text) => {
        const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
        return [...root.querySelectorAll("rect, text")].every((element) => element.getAttribute("fill") !== null);
      }, text);
      assert.ok(drawn);
    },
  },
  {
    name: "PNG: 2560 by 1600, and not empty",
    scene: { theme: LIGHT },
    proof: async (stage) => {
      await stage.show(HEALTH);
      const bytes = await saved(stage, "png");
      assert.deepEqual([...bytes.slice(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const found = await stage.page.evaluate(async (bytes) => {
        const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
        context?.drawImage(image, 0, 0);
        const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
        const colours = new Set<string>();
        for (let at = 0; at < pixels.length; at += 4 * 97) {
          colours.add([...pixels.slice(at, at + 3)].join(" "));
        }
        return { width: image.width, height: image.height, colours: colours.size };
      }, [...bytes]);
      assert.deepEqual([found.width, found.height], [2560, 1600]);
      assert.ok(found.colours > 20, `${found.colours.toString()} colours`);
    },
  },
  {
    name: "a large budget can be saved too",
    proof: async (stage) => {
      await stage.show(large(2000));
      assert.ok((await saved(stage, "png")).length > 10_000);
    },
  },
];
