import type { Words } from "../src/view/words";
import { html, svg } from "./dom";
import { figure } from "./figures";
import { layout } from "./layout";
import { paint } from "./paint";
import { pen } from "./pen";
import { amountInWords, present, rowName } from "./present";
import { look, type Table } from "./rows";
import { say } from "./say";

const WIDTH = 1280;
const HEIGHT = 800;
const MARGIN = 16;
const HEAD = 44;
/** Of a PNG to the drawing, so that it can be printed. */
const SCALE = 2;

/** What a style sheet says about a drawing, and a drawing by itself has to say. */
const COLOURS = ["fill", "stroke"] as const;
const LINES = ["stroke-width"] as const;
const LETTERS = ["font-family", "font-size", "font-weight"] as const;

/** A table drawn as a file that stands for itself: its own size, the colours of the theme written into it. */
export function picture(table: Table, name: string, words: Words): string {
  const drawing = svg("svg", {
    class: "map picture",
    viewBox: `0 0 ${WIDTH.toString()} ${HEIGHT.toString()}`,
    width: WIDTH,
    height: HEIGHT,
    role: "img",
  });
  // Only what is in the page has colours.
  const stage = html("div", "stage", drawing);
  document.body.append(stage);
  try {
    compose(drawing, table, name, words);
    const colours = new Colours();
    const drawn = [...drawing.querySelectorAll("rect, path, text")];
    for (const element of drawn) {
      inscribe(element, colours);
    }
    for (const element of [drawing, ...drawing.querySelectorAll("[class]")]) {
      element.removeAttribute("class");
    }
    return new XMLSerializer().serializeToString(drawing);
  } finally {
    stage.remove();
  }
}

/** A drawing as a PNG. */
export async function png(drawing: string): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
  try {
    const image = new Image(WIDTH, HEIGHT);
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(WIDTH * SCALE, HEIGHT * SCALE);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/png" });
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}

function compose(drawing: SVGSVGElement, table: Table, name: string, words: Words): void {
  const { whole, unit, main } = table.overview;
  const letters = pen(drawing);
  const total = `${rowName(table.whole, words)} ${amountInWords(figure(whole.amounts[main]), unit, words)}`;
  const laid = layout(table, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - HEAD, letters.line + 4);
  const map = svg("g", { transform: `translate(${MARGIN.toString()} ${(MARGIN + HEAD).toString()})` });
  for (const rectangle of laid.rectangles) {
    const shown = present(rectangle.row, table, words);
    const { overview } = rectangle.row;
    const group = svg("g", { class: `${look(overview)} ${rectangle.isLeaf ? "leaf" : "branch"} ${overview.state}` }, svg("title", {}, shown.label));
    group.append(...paint(rectangle, shown, shown.cells[main]?.text ?? "", letters));
    map.append(group);
  }
  const remarks = [
    laid.rectangles.length === 0 ? words.nothingToDraw : "",
    laid.withoutArea > 0 ? say(words.noArea, laid.withoutArea) : "",
    laid.tooSmall > 0 ? say(words.tooSmall, laid.tooSmall) : "",
  ];
  drawing.append(
    svg("title", {}, `${name} ${total}`),
    svg("rect", { class: "paper", width: WIDTH, height: HEIGHT }),
    svg("text", { class: "heading", x: MARGIN, y: MARGIN + letters.line }, name),
    svg("text", { class: "remark", x: MARGIN, y: MARGIN + 2 * letters.line }, [total, ...remarks].filter((text) => text !== "").join(" · ")),
    map,
  );
}

/** Writes into an element how it looks, in words that every program knows. */
function inscribe(element: Element, colours: Colours): void {
  const style = getComputedStyle(element);
  for (const property of COLOURS) {
    element.setAttribute(property, colours.plain(style.getPropertyValue(property)));
  }
  for (const property of element instanceof SVGTextElement ? LETTERS : LINES) {
    element.setAttribute(property, style.getPropertyValue(property));
  }
}

/** Colours as #rrggbb: a mixture of colours is not known outside browsers. */
class Colours {
  private readonly known = new Map([["none", "none"]]);
  private readonly context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  plain(colour: string): string {
    const plain = this.known.get(colour) ?? this.mixed(colour);
    this.known.set(colour, plain);
    return plain;
  }

  private mixed(colour: string): string {
    if (this.context === null) {
      return colour;
    }
    this.context.clearRect(0, 0, 1, 1);
    this.context.fillStyle = colour;
    this.context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.context.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    return alpha === 0 ? "none" : `#${hex}`;
  }
}
