import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { deriveSeed } from './derive-seed.js';
import type { HeldOutBatch } from './held-out-batches.js';
import { heldOutMetrics, type Observed } from './held-out-metrics.js';
import { jointEvaluation } from './joint-evaluation.js';
import { batchFeeds } from './joint-feeds.js';
import type { JointModel } from './joint-model.js';

/** Measures both networks on held-out batches, with the values that the runtime has for them at the time. */
export class HeldOutEvaluation {
  readonly #step: PreparedStep;

  constructor(
    runtime: Runtime,
    model: JointModel,
    private readonly options: {
      readonly batches: readonly HeldOutBatch[];
      readonly mostFrequent: number;
      readonly temperature: number;
      readonly seed: number;
    },
  ) {
    this.#step = runtime.prepare(jointEvaluation(model, options), {
      name: 'held-out evaluation',
      variables: model.variables,
      seed: deriveSeed(options.seed, 'held-out samples'),
    });
  }

  /** The numbers that `heldOutMetrics` describes. The generator's samples use the same noise at every evaluation. */
  async run(): Promise<Record<string, number>> {
    const { batches, mostFrequent, seed } = this.options;
    const observed: Observed[] = [];
    for (const [index, batch] of batches.entries()) {
      const shape = [batch.batchSize, batch.sequenceLength];
      const feeds = { ...batchFeeds(batch), fixedIds: { shape, dtype: 'int32', data: batch.fixedIds } as const };
      const out = await this.#step.run(feeds, index);
      observed.push({
        nll: out['nll'].data,
        predicted: out['predicted'].data,
        liveLogits: out['liveLogits'].data,
        liveReplaced: out['liveReplaced'].data,
        fixedLogits: out['fixedLogits'].data,
      });
    }
    const key = { seed: deriveSeed(seed, 'bootstrap'), step: 0 };
    return heldOutMetrics(batches, observed, { mostFrequent, key });
  }
}
