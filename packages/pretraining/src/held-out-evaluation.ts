import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { deriveSeed } from './derive-seed.js';
import type { HeldOutBatch } from './held-out-batches.js';
import { heldOutMetrics, type Observed } from './held-out-metrics.js';
import { replacementFeeds } from './draw-replacements.js';
import { type EvaluatedObjective, jointEvaluation } from './joint-evaluation.js';
import { batchFeeds } from './joint-feeds.js';
import type { JointModel } from './joint-model.js';
import { type Objective, objectiveDefaults } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';
import type { Unigram } from './unigram.js';

/** Something that measures networks as they are at the time. */
export interface Evaluation {
  run(): Promise<Record<string, number>>;
}

/** Measures networks, and those of averaged weights under the same names behind `ema/`. */
export function averagedToo(own: Evaluation, averaged: Evaluation): Evaluation {
  return {
    run: async () => {
      const metrics = await own.run();
      const others = Object.entries(await averaged.run()).map(([name, value]) => [`ema/${name}`, value] as const);
      return { ...metrics, ...Object.fromEntries(others) };
    },
  };
}

/** Measures the networks on held-out batches, with the values that the runtime has for them at the time. */
export class HeldOutEvaluation implements Evaluation {
  readonly #step: PreparedStep;
  readonly #detects: boolean;
  readonly #knownNoise: boolean;

  constructor(
    runtime: Runtime,
    model: JointModel,
    private readonly options: {
      readonly batches: readonly HeldOutBatch[];
      readonly unigram: Unigram;
      readonly objective: EvaluatedObjective & Pick<Objective, 'sampler'>;
      readonly seed: number;
    },
  ) {
    const { detects, knownNoise = false } = objectives[options.objective.name ?? objectiveDefaults.name];
    this.#detects = detects;
    this.#knownNoise = knownNoise;
    this.#step = runtime.prepare(jointEvaluation(model, options.objective), {
      name: 'held-out evaluation',
      variables: model.variables,
      seed: deriveSeed(options.seed, 'held-out samples'),
    });
  }

  /** The numbers that `heldOutMetrics` describes. Replacements are drawn with the same noise at every evaluation. */
  async run(): Promise<Record<string, number>> {
    const { batches, unigram, objective, seed } = this.options;
    const observed: Observed[] = [];
    for (const [index, batch] of batches.entries()) {
      const shape = [batch.batchSize, batch.sequenceLength];
      const feeds = {
        ...batchFeeds(batch),
        ...replacementFeeds(batch, {
          sampler: objective.sampler ?? objectiveDefaults.sampler,
          unigram,
          logNoise: this.#knownNoise,
          key: { seed: deriveSeed(seed, 'held-out replacements'), step: index, site: 0 },
        }),
        // A language model alone is not asked about other replacements.
        ...(this.#detects && { fixedIds: { shape, dtype: 'int32', data: batch.fixedIds } as const }),
      };
      const out = await this.#step.run(feeds, index);
      observed.push(Object.fromEntries(Object.entries(out).map(([name, { data }]) => [name, data])));
    }
    const key = { seed: deriveSeed(seed, 'bootstrap'), step: 0 };
    return heldOutMetrics(batches, observed, { mostFrequent: unigram.mostFrequent, key });
  }
}
