import type { Overview, RowOverview, TableOverview } from "../src/overview";

/** A table, and what it is called from one overview to the next. */
export interface Table {
  readonly id: string;
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

/** The tables of an overview. What was there before keeps its id, so that it stays selected and unfolded. */
export function tables(overview: Overview, before: readonly Table[]): Table[] {
  const titles = overview.tables.map((table) => table.title);
  const ids = identify(titles, before.map(({ id, overview: { title } }) => ({ id, name: title })), "");
  return overview.tables.map((table, index) => {
    const id = ids[index] ?? "";
    const earlier = before.find((other) => other.id === id);
    const whole: Row = { id: WHOLE, overview: table.whole, parts: [], parent: undefined };
    const units = table.parts.filter(({ kind }) => kind === "unit").map(({ name }) => name);
    return { id, overview: table, whole, parts: rows(table.parts, earlier?.parts ?? [], undefined), prefix: prefix(units) };
  });
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
