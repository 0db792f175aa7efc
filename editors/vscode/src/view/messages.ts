import type { Overview, Position, Range } from "../overview";
import type { Words } from "./words";

/** What the extension tells the view. */
export type ToView =
  | { readonly type: "words"; readonly words: Words }
  | { readonly type: "overview"; readonly uri: string; readonly overview: Overview }
  /** There is no answer about the document; what is shown is of an earlier time. */
  | { readonly type: "unanswered"; readonly uri: string };

export const FORMATS = ["png", "svg", "csv"] as const;
export type Format = (typeof FORMATS)[number];

/** What the view asks of the extension. */
export type FromView =
  | { readonly type: "ready" }
  | { readonly type: "reveal"; readonly uri: string; readonly range: Range }
  | { readonly type: "save"; readonly format: Format; readonly bytes: Uint8Array };

/** What the view keeps over a reload of the window, as far as the extension reads it. */
export interface Kept {
  readonly uri: string;
}

/** More than any picture or table of a document comes to. */
const MAXIMAL_BYTES = 64 * 1024 * 1024;

/** The message if it is one. A view draws what strangers have written, so nothing that comes from it is taken on trust. */
export function fromView(message: unknown): FromView | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const { type, uri, range, format, bytes } = message;
  if (type === "ready") {
    return { type };
  }
  if (type === "reveal" && typeof uri === "string" && isRange(range)) {
    return { type, uri, range };
  }
  if (type === "save" && isFormat(format) && bytes instanceof Uint8Array && bytes.length <= MAXIMAL_BYTES) {
    return { type, format, bytes };
  }
  return undefined;
}

/** What was kept if it is that. */
export function kept(state: unknown): Kept | undefined {
  return isRecord(state) && typeof state["uri"] === "string" ? { uri: state["uri"] } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFormat(value: unknown): value is Format {
  return FORMATS.some((format) => format === value);
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && isCount(value["line"]) && isCount(value["character"]);
}

function isRange(value: unknown): value is Range {
  if (!isRecord(value) || !isPosition(value["start"]) || !isPosition(value["end"])) {
    return false;
  }
  const { start, end } = value;
  return start.line < end.line || (start.line === end.line && start.character <= end.character);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0x7fff_ffff;
}
