/** A measurement of a run, and what the run had cost by then. */
export interface Measured {
  /** Updates done. */
  readonly step: number;
  /** Absent where the run did not write them down. */
  readonly seconds?: number;
  /** Tokens read, padding included. */
  readonly tokens?: number;
  /** Floating-point operations of the matrix products. */
  readonly flops?: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A run's measurements on held-out examples, in order of their steps. */
export type Curve = readonly Measured[];

/** What runs may be compared at equal amounts of. */
export const budgets = ['steps', 'flops', 'seconds'] as const;
export type Budget = (typeof budgets)[number];

/** What a run had spent of a budget when something was measured. */
export const spentOf = ({ step, flops, seconds }: Measured, budget: Budget): number | undefined =>
  budget === 'steps' ? step : budget === 'flops' ? flops : seconds;

/** All runs when they had spent as much. */
export interface EqualPoint {
  /** Steps, FLOPs or seconds that each run may have spent. */
  readonly spent: number;
  /** For each run its last measurement by then; null where it had none. */
  readonly runs: readonly (Measured | null)[];
}

/** Shares of the common way at which runs are compared. */
const SHARES = [0.25, 0.5, 0.75, 1];

/**
 * Runs side by side at equal steps, FLOPs or seconds: at a quarter, half, three quarters and all of what every run spent. A run
 * counts with its last measurement by then; nothing is interpolated.
 *
 * @returns null where a run has no measurement, or did not write down what this budget counts
 */
export function atEqual(curves: readonly Curve[], budget: Budget): EqualPoint[] | null {
  const spent = curves.map((curve) => curve.map((point) => spentOf(point, budget)));
  if (spent.some((each) => each.length === 0 || each.includes(undefined))) return null;
  const common = Math.min(...spent.map((each) => each.at(-1) as number));
  return SHARES.map((share) => {
    const limit = budget === 'steps' ? Math.round(share * common) : share * common;
    return { spent: limit, runs: curves.map((curve) => curve.findLast((point) => (spentOf(point, budget) as number) <= limit) ?? null) };
  });
}
