import type { Words } from "../src/view/words";
import { figure } from "./figures";
import { rowName } from "./present";
import { allRows, type Table } from "./rows";
import { say } from "./say";

/**
 * A table as RFC 4180 has it, with the figures as they are printed. The byte order mark is what Excel knows UTF-8 by.
 */
export function csv(table: Table, words: Words): string {
  const { columns, unit } = table.overview;
  const titles = columns.map(({ title }) => title);
  const isOfProjects = table.view === "projects";
  const head = [
    words.kind,
    isOfProjects ? words.ofUnit : words.ofClass,
    words.name,
    ...titles.map((title) => (unit === null ? title : `${title}（${unit}）`)),
    words.share,
    ...titles.map((title) => say(words.differenceFromParts, title)),
    isOfProjects ? words.differenceFromSources : words.differenceFromBeside,
    words.state,
  ];
  const body = allRows(table).map((row) => [
    words[row.overview.kind],
    row.parent === undefined ? "" : rowName(row.parent, words),
    rowName(row, words),
    ...row.overview.amounts.map(figure),
    row.overview.share ?? "",
    ...row.overview.amounts.map(({ difference }) => difference ?? ""),
    row.overview.sourcesDifference ?? "",
    words[row.overview.state],
  ]);
  return "\uFEFF" + [head, ...body].map((cells) => cells.map(field).join(",") + "\r\n").join("");
}

/**
 * A spreadsheet computes what begins with one of these, in either width: a name must not be a formula. A figure with
 * its sign is none and has to stay one, and neither is the dash that is printed for nothing.
 */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const FIGURE = /^([+-]?\d[\d,]*(\.\d+)?%?|[-－]+)$/;

function field(text: string): string {
  const safe = FORMULA.test(text) && !FIGURE.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
