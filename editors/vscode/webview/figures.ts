import type { AmountOverview, RowOverview } from "../src/overview";

/** A difference that is not zero. */
export interface Difference {
  readonly against: "parts" | "sources";
  /** The columns in which it is this much; for sources none. */
  readonly columns: readonly number[];
  /** Exact. */
  readonly amount: string;
}

/** The figure of a cell as it is shown: as printed, and where no row is printed the sum. */
export function figure(amount: AmountOverview | undefined): string {
  return amount?.printed ?? amount?.value ?? "";
}

/** What does not agree in a row: with its parts, the same amount in several columns once, and with its sources. */
export function differences(row: RowOverview): Difference[] {
  const columns = new Map<string, number[]>();
  row.amounts.forEach(({ difference }, column) => {
    if (difference !== null && !isZero(difference)) {
      columns.set(difference, [...(columns.get(difference) ?? []), column]);
    }
  });
  const found: Difference[] = [...columns].map(([amount, columns]) => ({ against: "parts", columns, amount }));
  if (row.sourcesDifference !== null && !isZero(row.sourcesDifference)) {
    found.push({ against: "sources", columns: [], amount: row.sourcesDifference });
  }
  return found;
}

/** Zero in the precision that was compared, where something was and all agrees; else nothing. */
export function agreement(row: RowOverview, main: number): string {
  return row.amounts[main]?.difference ?? row.sourcesDifference ?? "";
}

/** A difference with its sign: +1.00, −1.00, 0.00. */
export function signed(amount: string): string {
  if (isZero(amount)) {
    return amount;
  }
  return amount.startsWith("-") ? `−${amount.slice(1)}` : `+${amount}`;
}

/**
 * How large an amount is drawn; 0 where it has no area. The only place where an amount is a floating-point number: a
 * pixel is far coarser than what that loses.
 */
export function area(amount: AmountOverview | undefined): number {
  const value = Number(amount?.value ?? 0);
  return Number.isFinite(value) && value > 0 ? value : 0;
}

function isZero(amount: string): boolean {
  return /^[+-]?[0.]*$/.test(amount);
}
