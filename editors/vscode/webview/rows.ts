import type { Aspect, Overview, RowOverview, TableOverview } from "../src/overview";

/** What a budget is seen by: its projects, or something that a statement says. */
export type ViewOf = "projects" | Aspect;

/** In the order in which they are offered. */
export const VIEWS: readonly ViewOf[] = ["projects", "income", "function", "economic", "threePublic"];

/** A table, and what it is called from one overview to the next. */
export interface Table {
  readonly id: string;
  readonly view: ViewOf;
  /** The department that it is of; "" where the document has no other, and for tables of projects. */
  readonly department: string;
  /** What it is known by: its title, that of a statement with its department. */
  readonly name: string;
  readonly overview: TableOverview;
  readonly whole: Row;
  /** Its units, and the projects of no unit. */
  readonly parts: readonly Row[];
  /** What the names of all its units begin with; "" where that says little, or is all that one says. */
  readonly prefix: string;
}

export interface Row {
  /** Unique in the table. */
  readonly id: string;
  readonly overview: RowOverview;
  readonly parts: readonly Row[];
  readonly parent: Row | undefined;
}

const WHOLE = "whole";

/** The tables of an overview, view by view. What was there before keeps its id, so that it stays selected and unfolded. */
export function tables(overview: Overview, before: readonly Table[]): Table[] {
  const departments = overview.departments ?? [];
  const hasOthers = departments.length > 1;
  return VIEWS.flatMap((view) => {
    const found: readonly Found[] =
      view === "projects"
        ? overview.tables.map((table) => ({ table, name: table.title, department: "" }))
        : departments.flatMap(({ name, statements }) =>
            statements
              .filter(({ of }) => of === view)
              .map((table) => ({ table, name: `${name} ${table.title}`, department: hasOthers ? name : "" })),
          );
    return identified(view, found, before.filter((table) => table.view === view));
  });
}

/** The views that some tables are of. */
export function viewsOf(tables: readonly Table[]): ViewOf[] {
  return VIEWS.filter((view) => tables.some((table) => table.view === view));
}

/** The table of another view that is about the same department as one, else its first. */
export function tableIn(view: ViewOf, tables: readonly Table[], beside: Table | undefined): Table | undefined {
  const own = tables.filter((table) => table.view === view);
  return own.find(({ department }) => department === beside?.department) ?? own[0];
}

interface Found {
  readonly table: TableOverview;
  readonly name: string;
  readonly department: string;
}

function identified(view: ViewOf, found: readonly Found[], before: readonly Table[]): Table[] {
  const names = found.map(({ name }) => name);
  const ids = identify(names, before.map(({ id, name }) => ({ id, name })), view === "projects" ? "" : view);
  return found.map(({ table, name, department }, index) => {
    const id = ids[index] ?? "";
    const earlier = before.find((other) => other.id === id);
    const whole: Row = { id: WHOLE, overview: table.whole, parts: [], parent: undefined };
    const units = table.parts.filter(({ kind }) => kind === "unit").map(({ name }) => name);
    const parts = rows(table.parts, earlier?.parts ?? [], undefined);
    return { id, view, name, department, overview: table, whole, parts, prefix: prefix(units) };
  });
}

/** How a row is drawn: a class as a unit is, and what is below it as a project. */
export function look({ kind }: RowOverview): "total" | "unit" | "project" {
  return kind === "class" ? "unit" : kind === "group" ? "project" : kind;
}

/** Shorter beginnings are not worth an ellipsis, and shorter remainders are no names. */
const MINIMAL = { prefix: 3, rest: 2 };

function prefix(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let length = others.length > 0 ? Math.min(...names.map(({ length }) => length)) - MINIMAL.rest : 0;
  while (length >= MINIMAL.prefix && !others.every((name) => name.startsWith(first.slice(0, length)))) {
    length -= 1;
  }
  // Not within a character that is written as two.
  return length >= MINIMAL.prefix ? first.slice(0, length).replace(/[\uD800-\uDBFF]$/, "") : "";
}

/** Every row of a table in the order of the text, the grand total first. */
export function allRows(table: Table): Row[] {
  return [table.whole, ...table.parts.flatMap((row) => [row, ...row.parts])];
}

/** The rows that are seen: those of units only where the unit is unfolded. */
export function visibleRows(table: Table, unfolded: ReadonlySet<string>): Row[] {
  return [table.whole, ...table.parts.flatMap((row) => (unfolded.has(row.id) ? [row, ...row.parts] : [row]))];
}

function rows(overviews: readonly RowOverview[], before: readonly Row[], parent: Row | undefined): Row[] {
  const names = overviews.map((overview) => overview.name);
  const ids = identify(names, before.map(({ id, overview: { name } }) => ({ id, name })), parent?.id ?? "");
  return overviews.map((overview, index) => {
    const id = ids[index] ?? "";
    const row: Row = { id, overview, parent, parts: [] };
    const earlier = before.find((other) => other.id === id);
    const parts = overview.parts.length === 0 ? [] : rows(overview.parts, earlier?.parts ?? [], row);
    return Object.assign(row, { parts });
  });
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * An id for each name: that of the same name before, the second of a name being that of the second. Names that are left
 * over are new; but where as many are gone, they are those, renamed in place, since a name changes at every keystroke.
 */
function identify(names: readonly string[], before: readonly Named[], prefix: string): string[] {
  const earlier = new Map(numbered(before.map(({ name }) => name)).map((key, index) => [key, before[index]?.id]));
  const keys = numbered(names);
  const gone = new Set(before.map(({ id }) => id));
  const ids = keys.map((key) => {
    const id = earlier.get(key);
    gone.delete(id ?? "");
    return id;
  });
  const isRenamed = gone.size === ids.filter((id) => id === undefined).length;
  const renamed = isRenamed ? [...gone] : [];
  const taken = new Set(ids);
  return keys.map((key, index) => {
    const id = ids[index] ?? renamed.shift() ?? free(`${prefix}/${key}`, taken);
    taken.add(id);
    return id;
  });
}

function numbered(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name}#${count.toString()}`;
  });
}

function free(id: string, taken: ReadonlySet<string | undefined>): string {
  return taken.has(id) ? free(`${id}'`, taken) : id;
}
