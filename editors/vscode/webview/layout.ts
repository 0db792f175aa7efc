import { hierarchy, treemap, type HierarchyRectangularNode } from "d3-hierarchy";
import { area } from "./figures";
import type { Row, Table } from "./rows";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle of a row. */
export interface Rectangle extends Box {
  readonly row: Row;
  /** The height of the strip with a unit's name, above its projects; 0 where it has no room or no projects. */
  readonly head: number;
  readonly isLeaf: boolean;
}

export interface Layout {
  /** A unit comes before its projects. */
  readonly rectangles: readonly Rectangle[];
  /** Rows with an amount that has no area: zero, negative or none. */
  readonly withoutArea: number;
  /** Rows with an area that is too small to be seen. */
  readonly tooSmall: number;
}

/** Less than this many pixels wide or high, a rectangle is only a line. */
const MINIMAL = 3;
const GAP = 1;

/** A row, or the whole table, as a node of the tree that is drawn. */
interface Branch {
  readonly row: Row | undefined;
  readonly parts: readonly Branch[];
  readonly area: number;
}

/**
 * Where the rows of a table are drawn: areas are as the amounts in the main column. A unit is as large as its projects
 * together, so that any two projects can be compared; by itself it counts only where none of its projects has an area.
 */
export function layout(table: Table, width: number, height: number, head: number): Layout {
  const { main } = table.overview;
  const branch = (row: Row): Branch => {
    const parts = row.parts.map(branch).filter((part) => part.area > 0);
    const own = area(row.overview.amounts[main]);
    return { row, parts, area: parts.length > 0 ? parts.reduce((sum, part) => sum + part.area, 0) : own };
  };
  const parts = table.parts.map(branch).filter((part) => part.area > 0);
  const all = table.parts.flatMap((row) => [row, ...row.parts]).length;
  const withArea = parts.flatMap((part) => [part, ...part.parts]).length;
  const rectangles = width < MINIMAL || height < MINIMAL ? [] : place({ row: undefined, parts, area: 0 }, width, height, head);
  return { rectangles, withoutArea: all - withArea, tooSmall: withArea - rectangles.length };
}

function place(whole: Branch, width: number, height: number, head: number): Rectangle[] {
  const root = hierarchy(whole, ({ parts }) => parts)
    .sum(({ parts, area }) => (parts.length === 0 ? area : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const strip = (node: HierarchyRectangularNode<Branch>): number =>
    node.depth === 1 && node.x1 - node.x0 >= 3 * head && node.y1 - node.y0 >= 2 * head ? head : 0;
  const placed = treemap<Branch>()
    .size([width, height])
    .round(true)
    .paddingInner((node) => (node.depth === 0 ? 3 * GAP : GAP))
    .paddingOuter((node) => (node.depth === 0 ? 0 : GAP))
    .paddingTop((node) => (node.depth === 0 ? 0 : Math.max(GAP, strip(node))))(root);
  const rectangles: Rectangle[] = [];
  placed.eachBefore((node) => {
    const { row, parts } = node.data;
    const box = { x: node.x0, y: node.y0, width: node.x1 - node.x0, height: node.y1 - node.y0 };
    if (row !== undefined && box.width >= MINIMAL && box.height >= MINIMAL) {
      const isLeaf = parts.length === 0;
      rectangles.push({ ...box, row, isLeaf, head: isLeaf ? 0 : strip(node) });
    }
  });
  return rectangles;
}
