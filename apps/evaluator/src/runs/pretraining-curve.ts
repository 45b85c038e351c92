import { type Cost, recordedCost, type RunRecord } from '@electra-ts/pretraining';
import type { MetricsRow } from '@electra-ts/training';
import type { Curve } from './curve.js';

/** The evaluations of a pre-training run with what it had cost by then, from its record and the rows of its metrics.jsonl. */
export function pretrainingCurve(record: RunRecord, rows: readonly MetricsRow[]): Curve {
  const clock = rows.flatMap(({ step, seconds }) => (typeof seconds === 'number' ? [{ step, seconds }] : []));
  const costAt = costOf(record, rows);
  return rows
    .filter(({ type }) => type === 'evaluation')
    .map((row) => {
      const numbers = Object.entries(row).filter(([name, value]) => typeof value === 'number' && name !== 'step');
      const seconds = secondsAt(clock, row.step);
      return { step: row.step, ...(seconds !== undefined && { seconds }), ...costAt(row.step), metrics: Object.fromEntries(numbers) as Record<string, number> };
    });
}

/**
 * What a run had cost at a step: as its rows have it, since a run may be resumed with another batch than its record has then. The record
 * says how the cost is spread over steps without a row, and all of it where no row has any, as in runs of older versions.
 */
export function costOf(record: RunRecord, rows: readonly MetricsRow[]): (step: number) => Cost {
  const known = rows.flatMap(({ step, tokens, flops }) => (typeof tokens === 'number' && typeof flops === 'number' ? [{ step, tokens, flops }] : []));
  return (step) => {
    const before = known.findLast((row) => row.step <= step) ?? { step: 0, tokens: 0, flops: 0 };
    const after = known.find((row) => row.step > step);
    const [from, here, to] = [before.step, step, after?.step ?? step].map((each) => recordedCost(record, each));
    const spent = (key: keyof Cost): number => {
      const more = here[key] - from[key];
      // A record without the steps of the rows says nothing of them.
      return before[key] + (after === undefined ? more : ((after[key] - before[key]) * more) / (to[key] - from[key] || 1));
    };
    return { tokens: spent('tokens'), flops: spent('flops') };
  };
}

/** The run's clock at a step, which lies between two that were logged, or after the last. */
function secondsAt(clock: readonly { readonly step: number; readonly seconds: number }[], step: number): number | undefined {
  const after = clock.findIndex((row) => row.step >= step);
  if (after < 0) return clock.at(-1)?.seconds;
  const [from, to] = [clock[after - 1] ?? { step: 0, seconds: 0 }, clock[after]];
  return from.seconds + ((to.seconds - from.seconds) * (step - from.step)) / (to.step - from.step);
}
