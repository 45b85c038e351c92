import type { RandomSource } from '@electra-ts/ops';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { Sampler } from '../draw-replacements.js';
import type { JointModel } from '../joint-model.js';
import type { Feeds } from '../model-inputs.js';

/** Names of the objectives; see `objectives`. */
export const objectiveNames = [
  'electra',
  'electra-15',
  'mlm',
  'replace-mlm',
  'all-tokens-mlm',
  'electra-mlm',
  'corrective-lm',
  'coco-lm',
  'fast-electra',
  'electric',
] as const;

/** See `objectiveNames`. */
export type ObjectiveName = (typeof objectiveNames)[number];

/** Weights of an objective's losses. */
export const weightNames = ['generatorWeight', 'discriminatorWeight', 'languageModelWeight', 'contrastiveWeight'] as const;

/** See `weightNames`. */
export type WeightName = (typeof weightNames)[number];

/** What a step learns, the weights of its losses, and how tokens are replaced. */
export interface Objective {
  readonly discriminatorWeight: number;
  readonly generatorWeight: number;
  /** Replacements are drawn at this temperature unless a step is fed with another. */
  readonly temperature: number;
  /** `electra` when absent. */
  readonly name?: ObjectiveName;
  /** Of the discriminator's language model; 1 when absent. */
  readonly languageModelWeight?: number;
  /** Of the comparison of sequences; 1 when absent. */
  readonly contrastiveWeight?: number;
  /** Its cosines are divided by this; 1 when absent. */
  readonly contrastiveTemperature?: number;
  /** Share of the tokens that are replaced; 0.15 when absent. */
  readonly maskProbability?: number;
  /** `generator` when absent; for the others a step is fed with `replacements`. */
  readonly sampler?: Sampler;
  /** Never draws the original token. */
  readonly disallowCorrect?: boolean;
  /** The generator is drawn from and not trained. */
  readonly frozenGenerator?: boolean;
}

/** What absent keys mean. */
export const objectiveDefaults = {
  name: 'electra',
  languageModelWeight: 1,
  contrastiveWeight: 1,
  contrastiveTemperature: 1,
  maskProbability: 0.15,
  sampler: 'generator',
  disallowCorrect: false,
  frozenGenerator: false,
} as const satisfies Partial<Objective>;

/** Losses of a step, each [] and in nats, and their weighted sum. */
export interface ObjectiveLosses {
  readonly loss: Scalar;
  readonly results: Readonly<Record<string, Scalar>>;
}

/**
 * The losses of a batch. Plain tfjs, and no value is read.
 *
 * @param random where dropout and samples come from
 */
export type LossFunction = (model: JointModel, feeds: Feeds, objective: Objective, random: RandomSource) => ObjectiveLosses;
