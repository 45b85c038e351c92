import type { RunRecord } from './run-record.js';
import { stepFlops } from './step-flops.js';

/** What steps cost. */
export interface Cost {
  /** Tokens read, padding included. */
  readonly tokens: number;
  /** Floating-point operations of the matrix products. */
  readonly flops: number;
}

/** What the first steps of a run cost, phase by phase, if all of them were done with the configuration that its record has. */
export function recordedCost({ configuration, networks, data }: Pick<RunRecord, 'configuration' | 'networks' | 'data'>, step: number): Cost {
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
