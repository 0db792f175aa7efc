import type { Words } from "../src/view/words";
import { arrange, holdFocus, set, svg } from "./dom";
import { type Box, type Layout, layout, type Rectangle } from "./layout";
import { type Direction, neighbour } from "./neighbour";
import { paint } from "./paint";
import { pen } from "./pen";
import { present } from "./present";
import { look, type Row, type Table } from "./rows";
import { say } from "./say";
import type { Steps } from "./steps";

/** A rectangle, or the strip of a unit: what can have the focus. */
interface Target extends Box {
  readonly row: Row;
  readonly group: SVGGElement;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** The map: a tree to screen readers, with one stop for the Tab key and the arrow keys going over the plane. */
export class Treemap {
  // Without a tabindex of its own the drawing would be one more stop for the Tab key.
  readonly element = svg("svg", { class: "map", role: "tree", tabindex: -1 });
  private readonly ring = svg("g", { class: "ring", "aria-hidden": "true" }, svg("rect"), svg("rect", { class: "inner" }));
  private groups = new Map<string, { readonly group: SVGGElement; readonly drawn: string }>();
  private targets: Target[] = [];

  constructor(
    private readonly words: Words,
    private readonly steps: Steps,
    private readonly hover: (row: Row | undefined) => void,
  ) {
    set(this.element, "aria-description", words.keys);
    this.element.addEventListener("keydown", (event) => {
      this.key(event);
    });
    this.element.addEventListener("click", (event) => {
      const target = this.at(event);
      if (target !== undefined) {
        focus(target);
        steps.go(target.row);
      }
    });
    this.element.addEventListener("focusin", (event) => {
      const target = this.at(event);
      if (target !== undefined) {
        steps.choose(target.row);
      }
    });
    this.element.addEventListener("pointerover", (event) => {
      hover(this.at(event)?.row);
    });
    this.element.addEventListener("pointerleave", () => {
      hover(undefined);
    });
  }

  /** Draws a table in a size, and says what it could not draw. */
  draw(table: Table, current: string | undefined, width: number, height: number): Layout {
    const letters = pen(this.element);
    const laid = layout(table, width, height, letters.line + 4);
    set(this.element, "viewBox", `0 0 ${width.toString()} ${height.toString()}`);
    set(this.element, "aria-label", say(this.words.map, table.overview.columns[table.overview.main]?.title ?? ""));
    this.element.classList.toggle("unbalanced", table.overview.whole.state === "unbalanced");
    const before = this.groups;
    this.groups = new Map();
    for (const rectangle of laid.rectangles) {
      const shown = present(rectangle.row, table, this.words);
      const figure = shown.cells[table.overview.main]?.text ?? "";
      const drawn = JSON.stringify([rectangle.x, rectangle.y, rectangle.width, rectangle.height, rectangle.head, shown]);
      const known = before.get(rectangle.row.id);
      const group = known?.group ?? svg("g", { "data-id": rectangle.row.id });
      if (known?.drawn !== drawn) {
        group.replaceChildren(...paint(rectangle, shown, figure, letters));
        describe(group, rectangle, shown.label);
      }
      this.groups.set(rectangle.row.id, { group, drawn });
    }
    this.targets = laid.rectangles.flatMap((rectangle) => this.target(rectangle));
    const draw = (): void => {
      arrange(this.element, [...[...this.groups.values()].map(({ group }) => group), this.ring]);
      this.mark(current);
    };
    holdFocus(this.element, draw, () => this.targets.find(({ group }) => group.tabIndex === 0)?.group);
    return laid;
  }

  /** Shows which row is the current one, here its unit where it is not drawn. */
  mark(current: string | undefined): void {
    const chosen = this.targets.find(({ row }) => row.id === current);
    const stop = chosen ?? this.targets.find(({ row }) => row.parts.some(({ id }) => id === current)) ?? this.targets[0];
    for (const target of this.targets) {
      set(target.group, "tabindex", target === stop ? "0" : "-1");
      set(target.group, "aria-selected", target === chosen ? "true" : "false");
    }
    set(this.ring, "visibility", chosen === undefined ? "hidden" : undefined);
    [...this.ring.children].forEach((rect, index) => {
      const inset = 1 + 2 * index;
      set(rect, "x", ((chosen?.x ?? 0) + inset).toString());
      set(rect, "y", ((chosen?.y ?? 0) + inset).toString());
      set(rect, "width", Math.max((chosen?.width ?? 0) - 2 * inset, 1).toString());
      set(rect, "height", Math.max((chosen?.height ?? 0) - 2 * inset, 1).toString());
    });
  }

  private target({ row, x, y, width, height, isLeaf, head }: Rectangle): Target[] {
    const group = this.groups.get(row.id)?.group;
    return group === undefined || (!isLeaf && head === 0) ? [] : [{ row, group, x, y, width, height: isLeaf ? height : head }];
  }

  private at(event: Event): Target | undefined {
    const group = event.target instanceof Element ? event.target.closest("g[data-id]") : null;
    return this.targets.find((target) => target.group === group);
  }

  private key(event: KeyboardEvent): void {
    const from = this.at(event);
    if (from === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined) {
      focus(neighbour(from, this.targets, direction));
    } else if (event.key === "Home") {
      focus(this.targets[0]);
    } else if (event.key === "End") {
      focus(this.targets.at(-1));
    } else if (event.key === "Enter" || event.key === " ") {
      this.steps.go(from.row);
    } else {
      return;
    }
    event.preventDefault();
  }
}

function focus(target: Target | undefined): void {
  target?.group.focus({ preventScroll: true });
}

function describe(group: SVGGElement, { row, isLeaf, head }: Rectangle, label: string): void {
  const canHaveFocus = isLeaf || head > 0;
  set(group, "class", `${look(row.overview)} ${isLeaf ? "leaf" : "branch"} ${row.overview.state}`);
  set(group, "role", canHaveFocus ? "treeitem" : undefined);
  set(group, "aria-hidden", canHaveFocus ? undefined : "true");
  set(group, "aria-level", canHaveFocus ? (row.parent === undefined ? "1" : "2") : undefined);
  set(group, "aria-label", canHaveFocus ? label : undefined);
  if (!canHaveFocus) {
    set(group, "tabindex", undefined);
    set(group, "aria-selected", undefined);
  }
}
