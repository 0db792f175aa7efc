import type { Words } from "../src/view/words";
import { agreement, type Difference, differences as differencesOf, figure, signed } from "./figures";
import type { Row, Table } from "./rows";
import { say } from "./say";

/** A row in words, as the table, the map and screen readers have it. */
export interface Presented {
  readonly name: string;
  /** The name without what all units begin with, such as the name of their town. */
  readonly brief: string;
  readonly cells: readonly { readonly text: string; readonly isWrong: boolean; readonly remark: string }[];
  readonly share: string;
  readonly differences: readonly { readonly amount: string; readonly against: string }[];
  /** All of it in one sentence. */
  readonly label: string;
}

export function present(row: Row, table: Table, words: Words): Presented {
  const { overview } = row;
  const { columns, main, unit } = table.overview;
  const found = differencesOf(overview);
  const cells = overview.amounts.map((amount, column) => {
    const wrong = found.filter(({ against, columns }) => (against === "sources" ? column === main : columns.includes(column)));
    const remark = wrong.map((difference) => inWords(difference, table, words)).join("；");
    return { text: figure(amount), isWrong: overview.state === "unbalanced" && wrong.length > 0, remark };
  });
  const name = rowName(row, words);
  const share = overview.share ?? "";
  const titles = columns.map(({ title }) => title);
  const label = [
    name,
    `${titles[main] ?? ""} ${amountInWords(cells[main]?.text, unit, words)}`,
    share,
    words[overview.state],
    ...found.map((difference) => inWords(difference, table, words)),
    ...cells.flatMap(({ text }, column) => (column === main || text === "" ? [] : [`${titles[column] ?? ""} ${text}`])),
    overview.selection === null ? words.notPrinted : "",
  ];
  const brief = overview.kind === "unit" && table.prefix !== "" ? `…${name.slice(table.prefix.length)}` : name;
  const differences = shown(found, overview, table, words);
  return { name, brief, cells, share, differences, label: label.filter((part) => part !== "").join("，") };
}

/** What a row is called. */
export function rowName(row: Row, words: Words): string {
  const { name, kind } = row.overview;
  return name !== "" ? name : kind === "total" ? words.computedTotal : words.noName;
}

/** What a table is called, the `index`-th of its view. */
export function tableName(table: Table, index: number, words: Words): string {
  const title = table.overview.title === "" ? say(words.numbered, index + 1) : table.overview.title;
  return table.department === "" ? title : `${table.department} · ${title}`;
}

/** An amount with its unit. */
export function amountInWords(figure: string | undefined, unit: string | null, words: Words): string {
  return figure === undefined || figure === "" ? words.noAmount : [figure, unit ?? ""].join(" ").trim();
}

/** Where the main column does not agree with the parts, the others say nothing new: their cells are red. */
function shown(found: Difference[], overview: Row["overview"], table: Table, words: Words): Presented["differences"] {
  const { main, columns } = table.overview;
  if (found.length === 0) {
    const amount = agreement(overview, main);
    return amount === "" ? [] : [{ amount, against: "" }];
  }
  const ofMain = found.filter(({ against, columns }) => against === "sources" || columns.includes(main));
  return (ofMain.length > 0 ? ofMain : found).map((difference) => {
    const titles = difference.columns.map((column) => columns[column]?.title ?? "");
    const ofOthers = difference.columns.includes(main) ? "" : titles.join("、");
    const beside = table.view === "projects" ? words.sources : words.beside;
    const against = difference.against === "sources" ? beside : [ofOthers, words.parts].join(" ").trim();
    return { amount: signed(difference.amount), against: overview.state === "rounding" ? words.rounding : against };
  });
}

function inWords(difference: Difference, table: Table, words: Words): string {
  const beside = table.view === "projects" ? words.fromSources : words.fromBeside;
  return say(difference.against === "parts" ? words.fromParts : beside, signed(difference.amount));
}
