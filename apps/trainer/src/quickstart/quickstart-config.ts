import { engineNames } from '@electra-ts/engine';
import { presets, type PresetName } from '@electra-ts/nn';
import { z } from 'zod';

const count = z.int().positive();
const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/**
 * What the quickstart does. Sized so that the whole of it takes less than ten minutes on two cores; the learning rate
 * and the batch are larger than the recipe's for small, because there are so few steps to learn in.
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
  tokenizer: z.strictObject({ vocabularySize: count.default(8192) }).prefault({}),
  data: z
    .strictObject({ sequenceLength: z.int().min(8).default(64), validation: z.number().gt(0).lt(1).default(0.03) })
    .prefault({}),
  pretraining: z
    .strictObject({
      preset: z.enum(presetNames).default('tiny'),
      steps: count.default(1200),
      batchSize: count.default(64),
      learningRate: z.number().positive().default(1e-3),
      warmupSteps: z.int().nonnegative().default(120),
      evaluateEvery: count.default(150),
      evaluationBatches: count.default(8),
      /** Sizes that differ from the preset's, as in a pre-training configuration's `model` section. */
      network: z
        .strictObject({
          discriminator: z.record(z.string(), z.number()).default({}),
          generator: z.record(z.string(), z.number()).default({}),
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
