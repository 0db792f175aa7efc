import type { Box } from "./layout";

export type Direction = "left" | "right" | "up" | "down";

/**
 * The box beside one, in a direction: the nearest that begins where it ends, and of those the one beside its middle.
 * Undefined at the edge.
 */
export function neighbour<B extends Box>(from: B, boxes: readonly B[], direction: Direction): B | undefined {
  const isAcross = direction === "left" || direction === "right";
  const isBack = direction === "left" || direction === "up";
  const own = span(from, isAcross, isBack);
  const side = span(from, !isAcross, false);
  const middle = (side.from + side.to) / 2;
  const beside = boxes.flatMap((box) => {
    const other = span(box, isAcross, isBack);
    const { from, to } = span(box, !isAcross, false);
    const isThere = other.from >= own.to && from < side.to && to > side.from;
    const aside = Math.max(from - middle, middle - to, 0);
    return isThere ? [{ box, distance: other.from - own.to, aside }] : [];
  });
  return beside.sort((a, b) => a.distance - b.distance || a.aside - b.aside)[0]?.box;
}

/** From where to where a box reaches, on a mirrored axis where the direction is back. */
function span(box: Box, isAcross: boolean, isBack: boolean): { from: number; to: number } {
  const from = isAcross ? box.x : box.y;
  const to = from + (isAcross ? box.width : box.height);
  return isBack ? { from: -to, to: -from } : { from, to };
}
