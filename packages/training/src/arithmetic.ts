import { recordDifferences } from './record-differences.js';

/** What decides the last digits of what a run computes, as its record has it. */
export interface Arithmetic {
  readonly engine: string;
  /** What matrix products read. */
  readonly precision: string;
  /** Among which sums are divided. Older versions did not record it. */
  readonly threads?: number;
}

/**
 * What to tell where a run goes on with another engine, precision or number of threads than before: nothing, or one warning.
 *
 * @param before undefined where an older version did not record it
 */
export function arithmeticWarnings(before: Arithmetic | undefined, now: Arithmetic): string[] {
  if (before === undefined) return [];
  const differences = recordDifferences(before, now);
  const others = differences.filter(({ key }) => key !== 'threads');
  // Of another engine the threads say nothing more.
  const told = others.length > 0 ? others : before.threads === undefined ? [] : differences;
  return told.length === 0 ? [] : [`the run goes on with other arithmetic, and so to other numbers than it would have had: ${told.map(({ text }) => text).join('; ')}`];
}
