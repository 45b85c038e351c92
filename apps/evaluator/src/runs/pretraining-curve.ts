import { type RunRecord, stepFlops } from '@electra-ts/pretraining';
import type { MetricsRow } from '@electra-ts/training';
import type { Curve } from './curve.js';

/** The evaluations of a pre-training run with what it had cost by then, from its record and the rows of its metrics.jsonl. */
export function pretrainingCurve(record: RunRecord, rows: readonly MetricsRow[]): Curve {
  const clock = rows.flatMap(({ step, seconds }) => (typeof seconds === 'number' ? [{ step, seconds }] : []));
  return rows
    .filter(({ type }) => type === 'evaluation')
    .map((row) => {
      const numbers = Object.entries(row).filter(([name, value]) => typeof value === 'number' && name !== 'step');
      const seconds = secondsAt(clock, row.step);
      return { step: row.step, ...(seconds !== undefined && { seconds }), ...costAt(record, row.step), metrics: Object.fromEntries(numbers) as Record<string, number> };
    });
}

/** Tokens and floating-point operations of the first steps, phase by phase. */
export function costAt({ configuration, networks, data }: RunRecord, step: number): { readonly tokens: number; readonly flops: number } {
  const { maskProbability } = configuration.objective;
  return data.phases.reduce(
    ({ tokens, flops }, { first, last, batchSize, sequenceLength }) => {
      const steps = Math.max(0, Math.min(step, last) - first + 1);
      const each = steps === 0 ? 0 : stepFlops(networks, { batchSize, sequenceLength, maskProbability }, configuration.objective);
      return { tokens: tokens + steps * batchSize * sequenceLength, flops: flops + steps * each };
    },
    { tokens: 0, flops: 0 },
  );
}

/** The run's clock at a step, which lies between two that were logged, or after the last. */
function secondsAt(clock: readonly { readonly step: number; readonly seconds: number }[], step: number): number | undefined {
  const after = clock.findIndex((row) => row.step >= step);
  if (after < 0) return clock.at(-1)?.seconds;
  const [from, to] = [clock[after - 1] ?? { step: 0, seconds: 0 }, clock[after]];
  return from.seconds + ((to.seconds - from.seconds) * (step - from.step)) / (to.step - from.step);
}
