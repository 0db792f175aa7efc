import type { Words } from "../src/view/words";
import { arrange, holdFocus, html, set, setText } from "./dom";
import { type Presented, present } from "./present";
import { look, type Row, type Table, visibleRows } from "./rows";
import type { Steps } from "./steps";

interface Line {
  readonly element: HTMLTableRowElement;
  drawn: string;
  row: Row;
}

/** What the reader does in the table beside what he does in the map. */
export interface Folding extends Steps {
  /** Unfolds or folds the projects of units. */
  fold(rows: readonly Row[], isUnfolded: boolean): void;
}

/** The table by unit, after the treegrid pattern of WAI-ARIA with rows that have the focus. */
export class Treegrid {
  readonly element = html("table", "grid");
  private readonly head = html("tr");
  private readonly body = html("tbody");
  private lines = new Map<string, Line>();
  private table: Table | undefined;
  private unfolded: ReadonlySet<string> = new Set();

  constructor(
    private readonly words: Words,
    private readonly steps: Folding,
  ) {
    set(this.element, "role", "treegrid");
    set(this.element, "aria-description", words.keys);
    this.element.append(html("thead", "", this.head), this.body);
    this.body.addEventListener("keydown", (event) => {
      this.key(event);
    });
    this.body.addEventListener("click", (event) => {
      this.click(event);
    });
    this.body.addEventListener("focusin", (event) => {
      const line = this.at(event);
      if (line !== undefined) {
        steps.choose(line.row);
      }
    });
  }

  draw(table: Table, unfolded: ReadonlySet<string>, current: string | undefined): void {
    this.table = table;
    this.unfolded = unfolded;
    set(this.element, "aria-label", table.view === "projects" ? this.words.grid : this.words.views[table.view]);
    this.titles(table);
    const before = this.lines;
    this.lines = new Map();
    for (const row of visibleRows(table, unfolded)) {
      const line = before.get(row.id) ?? { element: html("tr"), drawn: "", row };
      line.row = row;
      this.fill(line, table);
      this.lines.set(row.id, line);
    }
    const elements = [...this.lines.values()].map(({ element }) => element);
    const draw = (): void => {
      arrange(this.body, elements);
      this.mark(current);
    };
    holdFocus(this.body, draw, () => elements.find(({ tabIndex }) => tabIndex === 0));
  }

  /** Shows which row is the current one, its unit where that is folded. */
  mark(current: string | undefined): void {
    const lines = [...this.lines.values()];
    const chosen =
      lines.find(({ row }) => row.id === current) ?? lines.find(({ row }) => row.parts.some(({ id }) => id === current));
    const stop = chosen ?? lines[0];
    for (const line of lines) {
      set(line.element, "tabindex", line === stop ? "0" : "-1");
      set(line.element, "aria-selected", line === chosen ? "true" : "false");
    }
  }

  private titles(table: Table): void {
    const { columns } = table.overview;
    const titles = [
      { text: this.words.name, name: "name" },
      ...order(table).flatMap((column, index) => {
        const amount = { text: columns[column]?.title ?? "", name: "amount" };
        const { share, difference } = this.words;
        return index > 0 ? [amount] : [amount, { text: share, name: "share" }, { text: difference, name: "difference" }];
      }),
    ];
    if (this.head.children.length !== titles.length) {
      this.head.replaceChildren(...titles.map(({ name }) => html("th", name)));
    }
    titles.forEach(({ text }, index) => {
      const cell = this.head.children[index];
      if (cell !== undefined) {
        set(cell, "scope", "col");
        setText(cell, text);
      }
    });
  }

  private fill(line: Line, table: Table): void {
    const { row, element } = line;
    const shown = present(row, table, this.words);
    const isUnfolded = row.parts.length > 0 ? this.unfolded.has(row.id) : undefined;
    const drawn = JSON.stringify([shown, row.overview.state, row.overview.kind, isUnfolded, table.overview.main]);
    if (drawn === line.drawn) {
      return;
    }
    line.drawn = drawn;
    set(element, "class", `${look(row.overview)} ${row.overview.state}`);
    set(element, "data-id", row.id);
    set(element, "aria-level", row.parent === undefined ? "1" : "2");
    set(element, "aria-expanded", isUnfolded?.toString());
    set(element, "aria-label", shown.label);
    element.replaceChildren(...cells(row, shown, table));
  }

  private at(event: Event): Line | undefined {
    const element = event.target instanceof Element ? event.target.closest("tr") : null;
    return [...this.lines.values()].find((line) => line.element === element);
  }

  private click(event: MouseEvent): void {
    const line = this.at(event);
    if (line === undefined) {
      return;
    }
    line.element.focus({ preventScroll: true });
    if (event.target instanceof Element && event.target.closest(".twistie") !== null && line.row.parts.length > 0) {
      this.steps.fold([line.row], !this.unfolded.has(line.row.id));
    } else {
      this.steps.go(line.row);
    }
  }

  private key(event: KeyboardEvent): void {
    const line = this.at(event);
    if (line === undefined || this.table === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const lines = [...this.lines.values()];
    const index = lines.indexOf(line);
    const page = Math.max(1, Math.floor((this.element.parentElement?.clientHeight ?? 0) / line.element.offsetHeight) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: lines.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) {
      focus(lines[Math.min(Math.max(move, 0), lines.length - 1)]);
    } else if (!this.turn(event.key, line, lines[index + 1])) {
      return;
    }
    event.preventDefault();
  }

  /** The keys that fold, and that go to the text. */
  private turn(key: string, { row }: Line, next: Line | undefined): boolean {
    const isUnit = row.parts.length > 0;
    const isUnfolded = isUnit && this.unfolded.has(row.id);
    if (key === "ArrowRight") {
      if (isUnfolded) {
        focus(next);
      } else if (isUnit) {
        this.steps.fold([row], true);
      }
    } else if (key === "ArrowLeft") {
      if (isUnfolded) {
        this.steps.fold([row], false);
      } else {
        focus(this.lines.get(row.parent?.id ?? ""));
      }
    } else if (key === "*") {
      this.steps.fold(this.table?.parts ?? [], true);
    } else if (key === "Enter") {
      this.steps.go(row);
    } else if (key === " " && isUnit) {
      this.steps.fold([row], !isUnfolded);
    } else {
      return false;
    }
    return true;
  }
}

function focus(line: Line | undefined): void {
  line?.element.focus();
}

/** The main column, and then the others from left to right. */
function order(table: Table): number[] {
  const { columns, main } = table.overview;
  return [main, ...columns.keys()].filter((column, index) => index === 0 || column !== main);
}

function cells(row: Row, shown: Presented, table: Table): HTMLElement[] {
  const name = html("td", "name", html("span", row.parts.length > 0 ? "twistie" : "indent"), shown.name);
  const differences = shown.differences.map(({ amount, against }) =>
    html("span", "", amount, ...(against === "" ? [] : [html("small", "", against)])),
  );
  const isZero = shown.differences.every(({ against }) => against === "");
  const amounts = order(table).map((column) => {
    const { text, isWrong, remark } = shown.cells[column] ?? { text: "", isWrong: false, remark: "" };
    const cell = html("td", isWrong ? "amount wrong" : "amount", text);
    cell.title = remark;
    return cell;
  });
  const [main, ...others] = amounts;
  return [
    name,
    ...(main === undefined ? [] : [main]),
    html("td", "share", shown.share),
    html("td", isZero ? "difference zero" : "difference", ...differences),
    ...others,
  ];
}
