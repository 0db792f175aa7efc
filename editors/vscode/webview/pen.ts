import type { Measure } from "./label";

/** The type that a drawing is lettered in. */
export interface Pen {
  readonly measure: Measure;
  /** From one line of text to the next. */
  readonly line: number;
}

/** A pen for an element's font. Widths are kept character by character: a document has few different ones. */
export function pen(element: Element): Pen {
  const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
  const context = document.createElement("canvas").getContext("2d");
  const size = Number.parseFloat(fontSize);
  const widths = new Map<string, number>();
  if (context !== null) {
    context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  }
  const character = (text: string): number => {
    const width = widths.get(text) ?? context?.measureText(text).width ?? size;
    widths.set(text, width);
    return width;
  };
  return {
    measure: (text) => Array.from(text).reduce((width, one) => width + character(one), 0),
    line: Math.round(size * 1.35),
  };
}
