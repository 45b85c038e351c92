import { engineNames } from '@electra-ts/engine';
import { presets, type PresetName } from '@electra-ts/nn';
import { z } from 'zod';

const count = z.int().positive();
const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/**
 * Two layers, narrow heads, no dropout, and weights that start larger than the recipe's, whose 0.02 is meant for networks
 * four times as wide: in a few thousand steps nothing overfits, and attention has to find its neighbors soon.
 */
const smallNetwork = {
  discriminator: {
    numHiddenLayers: 2,
    numAttentionHeads: 4,
    hiddenDropoutProb: 0,
    attentionProbsDropoutProb: 0,
    initializerRange: 0.05,
  },
  generator: { numAttentionHeads: 2 },
};

/**
 * What the quickstart does. Sized so that the whole of it takes less than ten minutes on two cores; the learning rate
 * and the batch are larger than the recipe's for small, because there are so few steps to learn in. Examples are short: each position is
 * then seen often enough for attention to learn which are next to each other.
 */
export const quickstartConfig = z.strictObject({
  /** Of everything that is drawn. */
  seed: z.int().nonnegative().default(1),
  corpus: z
    .strictObject({
      /** Every n-th text is taken; 1 takes all. */
      every: count.default(1),
    })
    .prefault({}),
  tokenizer: z.strictObject({ vocabularySize: count.default(3000) }).prefault({}),
  data: z
    .strictObject({ sequenceLength: z.int().min(8).default(16), validation: z.number().gt(0).lt(1).default(0.03) })
    .prefault({}),
  pretraining: z
    .strictObject({
      preset: z.enum(presetNames).default('tiny'),
      steps: count.default(2800),
      batchSize: count.default(128),
      learningRate: z.number().positive().default(1.5e-3),
      warmupSteps: z.int().nonnegative().default(280),
      evaluateEvery: count.default(200),
      evaluationBatches: count.default(8),
      /** Sizes that differ from the preset's, as in a pre-training configuration's `model` section. */
      network: z
        .strictObject({
          discriminator: z.record(z.string(), z.number()).default(smallNetwork.discriminator),
          generator: z.record(z.string(), z.number()).default(smallNetwork.generator),
        })
        .prefault({}),
    })
    .prefault({}),
  finetuning: z
    .strictObject({
      trainMails: count.max(500).default(500),
      devMails: count.default(1000),
      epochs: z.number().positive().default(5),
      batchSize: count.default(32),
      learningRate: z.number().positive().default(5e-4),
      maxLength: z.int().min(8).default(64),
    })
    .prefault({}),
  engine: z.strictObject({ name: z.enum(['auto', ...engineNames]).default('auto'), threads: count.optional() }).prefault({}),
});

/** A configuration in which every default is filled in. */
export type QuickstartConfig = z.output<typeof quickstartConfig>;
