import { svg } from "./dom";
import { fit } from "./label";
import type { Box, Rectangle } from "./layout";
import type { Pen } from "./pen";
import type { Presented } from "./present";

const MARGIN = 5;
const CORNER = 7;

/** Draws a row into its group: its area, its name and figures as far as there is room, and a mark where it is rounded. */
export function paint(rectangle: Rectangle, shown: Presented, figure: string, pen: Pen): SVGElement[] {
  const { x, y, width, height, head, isLeaf, row } = rectangle;
  const drawn: SVGElement[] = [svg("rect", { class: "area", x, y, width, height })];
  if (head > 0) {
    drawn.push(svg("rect", { class: "strip", x, y, width, height: head }));
  }
  if (row.overview.state === "unbalanced" && width > 4 && height > 4) {
    drawn.push(svg("rect", { class: "frame", x: x + 1, y: y + 1, width: width - 2, height: height - 2 }));
  }
  if (row.overview.state === "rounding" && width > 2 * CORNER && height > 2 * CORNER) {
    const right = x + width - 1;
    const d = `M${right.toString()} ${(y + 1).toString()}v${CORNER.toString()}l${(-CORNER).toString()} ${(-CORNER).toString()}z`;
    drawn.push(svg("path", { class: "corner", d }));
  }
  drawn.push(...(isLeaf ? leaf(rectangle, shown, figure, pen) : strip({ x, y, width, height: head }, shown, figure, pen)));
  return drawn;
}

/** The name, in as many lines as there is room for, and below it the figure and what is wrong. */
function leaf(box: Box, shown: Presented, figure: string, pen: Pen): SVGElement[] {
  const room = box.width - 2 * MARGIN;
  const lines = Math.floor((box.height - 3) / pen.line);
  const wrong = shown.differences.filter(({ against }) => against !== "").map(({ amount, against }) => `${amount} ${against}`);
  const below = [
    { text: figure, kind: "figure" },
    ...wrong.map((text) => ({ text, kind: "difference" })),
  ].filter(({ text }, index) => index + 1 < lines && text !== "" && pen.measure(text) <= room);
  const names = fit(shown.name, room, lines - below.length, pen.measure);
  const all = [...names.map((text) => ({ text, kind: "name" })), ...(names.length > 0 ? below : [])];
  return all.map(({ text, kind }, index) =>
    svg("text", { class: kind, x: box.x + MARGIN, y: baseline(box.y, index, pen) }, text),
  );
}

/** The name on the left and the figure on the right; a figure is never cut. */
function strip(box: Box, shown: Presented, figure: string, pen: Pen): SVGElement[] {
  if (box.height === 0) {
    return [];
  }
  const room = box.width - 2 * MARGIN;
  const wide = pen.measure(figure) + 2 * MARGIN;
  const hasFigure = room - wide > 4 * pen.line;
  const beside = hasFigure ? room - wide : room;
  const isLong = pen.measure(shown.name) > beside;
  const name = fit(isLong ? shown.brief : shown.name, beside, 1, pen.measure).map((text) =>
    svg("text", { class: "name", x: box.x + MARGIN, y: baseline(box.y, 0, pen) }, text),
  );
  const right = { class: "figure", x: box.x + box.width - MARGIN, y: baseline(box.y, 0, pen), "text-anchor": "end" };
  return hasFigure ? [...name, svg("text", right, figure)] : name;
}

function baseline(top: number, index: number, pen: Pen): number {
  return top + Math.round(pen.line * (index + 0.95)) + 1;
}
