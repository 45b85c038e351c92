import { engineConfig } from '@electra-ts/engine';
import { presets, type PresetName } from '@electra-ts/nn';
import { z } from 'zod';

const count = z.int().positive();
const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/**
 * One layer, narrow heads, no dropout, and weights that start larger than the recipe's, whose 0.02 is meant for networks
 * many times as wide: in a few thousand steps nothing overfits, and attention has to find its neighbors soon. The
 * generator is a quarter as wide, so that it does not get ahead of what the discriminator can follow (paper, section 3.2).
 */
const smallNetwork = {
  discriminator: {
    numHiddenLayers: 1,
    numAttentionHeads: 4,
    intermediateSize: 1024,
    hiddenDropoutProb: 0,
    attentionProbsDropoutProb: 0,
    initializerRange: 0.1,
  },
  generator: { hiddenSize: 32, numAttentionHeads: 1, intermediateSize: 128 },
};

/**
 * What the quickstart does. Sized so that the whole of it takes less than ten minutes on two cores; the learning rate
 * and the batch are larger than the recipe's for small, because there are so few steps to learn in. It begins with very
 * short examples: what a word's neighbors say is then not lost among the rest, and attention finds them in a few hundred steps instead of many thousands.
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
    .strictObject({ validation: z.number().gt(0).lt(1).default(0.03) })
    .prefault({}),
  pretraining: z
    .strictObject({
      preset: z.enum(presetNames).default('tiny'),
      /** Lengths of the examples, one after the other; all have the same number of tokens a step. */
      phases: z
        .array(z.strictObject({ sequenceLength: z.int().min(8), steps: count, batchSize: count }))
        .min(1)
        .default([
          { sequenceLength: 8, steps: 5000, batchSize: 128 },
          { sequenceLength: 32, steps: 3000, batchSize: 32 },
        ]),
      learningRate: z.number().positive().default(1.5e-3),
      warmupSteps: z.int().nonnegative().default(500),
      /**
       * Replacements are drawn at this temperature at first, at 1 in the end. The generator learns its first lessons in a few hundred steps; were it to draw
       * at 1 from then on, the discriminator would often not get past calling everything original.
       */
      startTemperature: z.number().positive().default(2),
      temperatureSteps: count.default(1500),
      evaluateEvery: count.default(500),
      evaluationBatches: count.default(40),
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
      epochs: z.number().positive().default(10),
      batchSize: count.default(32),
      /** The paper's for ELECTRA-Small (appendix B, table 7), as are the epochs for small tasks. */
      learningRate: z.number().positive().default(3e-4),
      /**
       * Layers that start anew. Quickstart's network has one: in a few minutes it learned to look at neighbors, and its [CLS] not to look around, which
       * ten epochs on 500 mails do not undo. The embeddings are what it brings.
       */
      reinitializeLayers: z.int().nonnegative().default(1),
      maxLength: z.int().min(8).default(128),
      /** Fine-tunings from each beginning; the median is reported, as in the paper, since one of them says little on few mails. Odd, so that there is a median run. */
      seeds: count.refine((seeds) => seeds % 2 === 1, 'expected an odd number').default(3),
    })
    .prefault({}),
  engine: engineConfig.prefault({}),
});

/** A configuration in which every default is filled in. */
export type QuickstartConfig = z.output<typeof quickstartConfig>;
