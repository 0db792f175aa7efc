import type { Row } from "./rows";

/** What the reader does in the map or in the table. */
export interface Steps {
  /** The row is the current one now. */
  choose(row: Row): void;
  /** To the row in the text. */
  go(row: Row): void;
}
