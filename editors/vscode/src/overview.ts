import type { Event, Uri } from "vscode";

/** How far down an overview goes: the totals alone, the units too, or the projects as well. */
export type Detail = "totals" | "units" | "projects";

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What the server answers to `budget/overview`. Amounts are exact decimal strings. */
export interface Overview {
  /** The version of the document that this describes. */
  readonly version: number;
  readonly tables: readonly TableOverview[];
  /** The budgets of the departments beside their projects; an older server says nothing of them. */
  readonly departments?: readonly DepartmentOverview[];
}

/** What a department's budget is seen by beside its projects. */
export type Aspect = "income" | "function" | "economic" | "threePublic";

export interface DepartmentOverview {
  /** Its cover; "" where there is none. */
  readonly name: string;
  readonly range: Range;
  readonly statements: readonly StatementOverview[];
}

/** What one statement says: classes with their groups, or lines, or columns of one row. */
export interface StatementOverview extends TableOverview {
  readonly of: Aspect;
}

export interface TableOverview {
  /** The heading above it; "" where there is none. */
  readonly title: string;
  readonly range: Range;
  /** The monetary unit as printed. */
  readonly unit: string | null;
  /** The amount columns, left to right. */
  readonly columns: readonly { readonly title: string; readonly role: "total" | "source" }[];
  /** The column that shares are counted in. */
  readonly main: number;
  readonly units: number;
  readonly projects: number;
  readonly indicators: number;
  /** False where projects were asked for and left out, since there are too many. */
  readonly isComplete: boolean;
  readonly whole: RowOverview;
  readonly parts: readonly RowOverview[];
}

export type State = "balanced" | "rounding" | "unbalanced";

export interface RowOverview {
  readonly kind: "total" | "unit" | "project" | "class" | "group";
  /** "" for a grand total that is not printed. */
  readonly name: string;
  readonly range: Range | null;
  /** Where its name stands. */
  readonly selection: Range | null;
  /** One for each column. */
  readonly amounts: readonly AmountOverview[];
  /** The printed total less the sum of its sources; null where that is not checked. */
  readonly sourcesDifference: string | null;
  /** Of the whole, "12.34%". */
  readonly share: string | null;
  readonly projects: number;
  readonly indicators: number;
  /** The worst of what is checked about it. */
  readonly state: State;
  readonly parts: readonly RowOverview[];
}

export interface AmountOverview {
  /** The cell as it stands; null where it is blank, or no row is printed. */
  readonly printed: string | null;
  /** Its exact value; null where it is no amount. */
  readonly value: string | null;
  /** What the parts of a total or unit add up to. */
  readonly computed: string | null;
  /** Printed less computed; null where that is not checked. */
  readonly difference: string | null;
}

/** Where overviews come from. */
export interface OverviewSource {
  /** Undefined where the document is not open at the server, or there is no server. */
  overview(uri: Uri, detail: Detail): Promise<Overview | undefined>;
  /** Fires with a document whose overview may be another now. */
  readonly onDidChange: Event<Uri>;
}
