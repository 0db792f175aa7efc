import { l10n } from "vscode";
import type { AmountOverview, TableOverview } from "./overview";

/** How many findings a document has that ask for something to be done. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

/** The text in the status bar: the findings, and the total of a table. */
export function summary({ errors, warnings }: Counts, table: TableOverview | undefined): string {
  const icon = errors > 0 ? "$(error)" : warnings > 0 ? "$(warning)" : "$(check)";
  const findings = errors + warnings;
  const parts = [findings > 0 ? `${icon} ${String(findings)}` : icon, table === undefined ? undefined : total(table)];
  return parts.filter((part) => part !== undefined).join(" · ");
}

/** The same in words, for a screen reader and the head of the tooltip. */
export function findings({ errors, warnings }: Counts): string {
  return errors + warnings === 0
    ? l10n.t("No errors and no warnings")
    : l10n.t("Errors: {0}, warnings: {1}", errors, warnings);
}

/** A table on a line of Markdown: what a document says is escaped before it is drawn. */
export function line(table: TableOverview): string {
  const { units, projects, indicators } = table;
  const counts = l10n.t("{0} units, {1} projects, {2} indicators", units, projects, indicators);
  const title = table.title === "" ? l10n.t("Untitled table") : table.title;
  const texts = [title, [total(table), counts, judgement(table)].filter((text) => text !== undefined).join(" · ")];
  const [name, rest] = texts.map(escaped);
  return `- **${name ?? ""}**  \n  ${rest ?? ""}`;
}

/** The table that a line of the text belongs to, else the first. */
export function tableAt(tables: readonly TableOverview[], row: number): TableOverview | undefined {
  return tables.find(({ range }) => range.start.line <= row && row <= range.end.line) ?? tables[0];
}

function total(table: TableOverview): string | undefined {
  const amount = table.whole.amounts[table.main];
  const figure = amount === undefined ? undefined : figureOf(amount);
  return figure === undefined ? undefined : l10n.t("Total {0}", [figure, table.unit ?? ""].join(" ").trim());
}

/** As it is printed; where none is printed, or what is printed is no amount, what the parts add up to. */
function figureOf({ printed, value, computed }: AmountOverview): string | undefined {
  if (printed !== null && value !== null) {
    return printed.trim();
  }
  const exact = value ?? computed;
  return exact === null ? undefined : grouped(exact);
}

/** Parts the digits before the point into threes. An exact amount has no other signs than a minus and a point. */
function grouped(exact: string): string {
  const [whole = "", ...fraction] = exact.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...fraction].join(".");
}

function judgement({ whole }: TableOverview): string | undefined {
  return whole.state === "unbalanced" ? l10n.t("does not add up") : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~&$:]/g, "\\$&").replace(/\s+/g, " ");
}
