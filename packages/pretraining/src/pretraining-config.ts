import { engineConfig } from '@electra-ts/engine';
import { activationNames, type ElectraConfig, type PresetName, presets } from '@electra-ts/nn';
import { adamWDefaults, scheduleNames } from '@electra-ts/optim';
import { z } from 'zod';
import { clipGroups } from './apply-gradients.js';
import { samplers } from './draw-replacements.js';
import { objectiveNames, type WeightName } from './objectives/objective.js';
import { sharings } from './sharing.js';

const share = z.number().min(0).max(1);
/** Of dropout: at 1 nothing would be left. */
const rate = z.number().min(0).lt(1);
const count = z.int().positive();

/** Points of a weight's course: at least one, in the order of their steps. */
const course = z
  .array(z.strictObject({ step: z.int().nonnegative(), weight: z.number().nonnegative() }))
  .min(1)
  .refine((points) => points.every(({ step }, i) => i === 0 || step > points[i - 1].step), 'expected each step to be after the one before')
  .optional();

/** Sizes of one network that differ from the preset's. */
const networkOverrides = z.strictObject({
  vocabSize: count.optional(),
  embeddingSize: count.optional(),
  hiddenSize: count.optional(),
  numHiddenLayers: count.optional(),
  numAttentionHeads: count.optional(),
  intermediateSize: count.optional(),
  hiddenAct: z.enum(activationNames).optional(),
  hiddenDropoutProb: rate.optional(),
  attentionProbsDropoutProb: rate.optional(),
  maxPositionEmbeddings: count.optional(),
  typeVocabSize: count.optional(),
  initializerRange: z.number().positive().optional(),
  layerNormEps: z.number().positive().optional(),
  padTokenId: z.int().nonnegative().optional(),
} satisfies Record<keyof ElectraConfig, z.ZodType>);

const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/**
 * The configuration of a pre-training run. Every default is the official recipe's for ELECTRA-Small (paper, appendix A,
 * table 6; `configure_pretraining.py`); only where the data is has to be said.
 */
export const pretrainingConfig = z.strictObject({
  /** Of everything that is drawn: parameters, order of the examples, masks, samples, dropout. */
  seed: z.int().nonnegative().default(0),
  model: z
    .strictObject({
      preset: z.enum(presetNames).default('small'),
      discriminator: networkOverrides.prefault({}),
      generator: networkOverrides.prefault({}),
      /** What the two share, see `sharings`; `all` when absent, `network` for the objective `mlm`, `none` for a frozen generator. */
      sharing: z.enum(sharings).optional(),
      /**
       * The generator is Electric's: two encoders, of which one reads what is left of a token and the other what is right
       * of it, so that it tells of every token how likely it is (`two_tower_generator` of the reference). Slow: it scores
       * the whole vocabulary at every token.
       */
      twoTowerGenerator: z.boolean().default(false),
      /** Width of the generator as a share of the discriminator's (`generator_hidden_size` of the reference); the preset's when absent. */
      generatorWidthFraction: z.number().positive().max(1).optional(),
      /** Layers of the generator as a share of the discriminator's (`generator_layers` of the reference); all when absent. */
      generatorDepthFraction: z.number().positive().max(1).optional(),
      /**
       * A trained generator, which `objective.frozenGenerator` and the objective `fast-electra` need: a folder, a run, a
       * checkpoint, or a hub's `owner/name`. Its sizes are taken.
       */
      generatorFrom: z.string().min(1).optional(),
    })
    .prefault({}),
  objective: z
    .strictObject({
      /** What is learned, see `objectives`. */
      name: z.enum(objectiveNames).default('electra'),
      /** Share of the tokens that the generator predicts. */
      maskProbability: z.number().positive().max(1).default(0.15),
      /** Share of those that show [MASK]. */
      maskShare: share.default(0.85),
      /** Share of those that show a random token (BERT: 0.1, with `maskShare` 0.8); the rest show what was there. */
      randomShare: share.default(0),
      /** Of the detection of replacements (the paper's lambda), where the objective has one; `all-tokens-mlm` trains it by its language model. */
      discriminatorWeight: z.number().nonnegative().default(50),
      /** Of the generator's masked language modeling, where it is trained: drawn from and not frozen, or alone with `mlm`. */
      generatorWeight: z.number().nonnegative().default(1),
      /** Of the discriminator's language model, where the objective has one. */
      languageModelWeight: z.number().nonnegative().default(1),
      /** Of the comparison of sequences, for `coco-lm`. */
      contrastiveWeight: z.number().nonnegative().default(1),
      /** Temperature of that comparison. */
      contrastiveTemperature: z.number().positive().default(1),
      /**
       * Weights that change in the course of training, in place of the fixed ones: points of updates done before (`step`) and
       * `weight`, with straight lines between them.
       */
      weightSchedules: z
        .strictObject({
          generatorWeight: course,
          discriminatorWeight: course,
          languageModelWeight: course,
          contrastiveWeight: course,
        } satisfies Record<WeightName, z.ZodType>)
        .prefault({}),
      /**
       * What replacements are drawn from: the generator, all tokens alike (`uniform_generator` of the reference), or the
       * frequencies of the training text. The generator stays untrained unless it is drawn from.
       */
      sampler: z.enum(samplers).default('generator'),
      /** The generator's samples are never the original token (`disallow_correct` of the reference). */
      disallowCorrect: z.boolean().default(false),
      /**
       * The generator of `model.generatorFrom` is drawn from and stays as it is: it has no loss, no gradient, no moments and no
       * dropout, and shares nothing with the discriminator. The objective `fast-electra` is always so.
       */
      frozenGenerator: z.boolean().default(false),
      /** Of the softmax that replacements are drawn from. */
      temperature: z.number().positive().default(1),
      /**
       * Temperature at the first step, from which it falls to `temperature`: replacements are easy to tell at first and
       * as hard as the generator can make them later. Absent: `temperature` all the time.
       */
      startTemperature: z.number().positive().optional(),
      /** Updates after which 1/e of the difference between the two is left. */
      temperatureSteps: count.default(10_000),
    })
    .prefault({}),
  data: z.strictObject({
    /** Folder that `prepare` wrote. */
    path: z.string().min(1).optional(),
    /** Tokens of an example; when given, the data must have been prepared with it. */
    sequenceLength: count.optional(),
    /**
     * Instead of `path`: folders that are read one after the other, such as short examples first. Each phase begins at the
     * beginning of its folder: one that names the folder of an earlier phase reads the same examples again, in the same order. To
     * go on in the text, prepare a part of it for each phase. Of the same texts, prepare all with the same `--validation` or `--valid`.
     */
    phases: z
      .array(
        z.strictObject({
          path: z.string().min(1),
          /** `data.sequenceLength` when absent. */
          sequenceLength: count.optional(),
          /** Updates of this phase; all phases together have `training.steps`. */
          steps: count,
          /** Examples of a step; `training.batchSize` when absent. */
          batchSize: count.optional(),
        }),
      )
      .min(1)
      .optional(),
    /**
     * Examples shorter than the next phase's begin at a place drawn anew for each, within its length, so that every position is
     * known when its phase begins.
     */
    randomPositions: z.boolean().default(false),
    masking: z.enum(['token', 'whole-word', 'span', 'reference']).default('token'),
  }),
  training: z
    .strictObject({
      steps: count.default(1_000_000),
      /** Examples of a step. */
      batchSize: count.default(128),
      /** Peak learning rate. */
      learningRate: z.number().positive().default(5e-4),
      /** Steps in which the learning rate rises; when absent the reference's 10,000, but at most a tenth of `steps`. */
      warmupSteps: z.int().nonnegative().optional(),
      /** How the learning rate goes on after its warm-up; see `rateSchedule` of optim. */
      schedule: z.enum(scheduleNames).default('linear'),
      /**
       * Parts in which a step's batch is computed, for less memory; the result is that of the whole batch, except that
       * `coco-lm` compares the sequences of each part.
       */
      accumulate: count.default(1),
      /** Share of the old average that a step keeps, such as 0.999: an average of the weights is measured and saved beside them, as `ema`. */
      ema: z.number().positive().lt(1).optional(),
      /** Ends the run where a held-out metric has not become better for some evaluations. */
      earlyStopping: z
        .strictObject({
          /** Such as `fixed/auc` or `generator/loss`; `ema/fixed/auc` of the averaged weights, where there are some. */
          metric: z.string().min(1),
          /** Evaluations without a better value after which the run ends. */
          patience: count,
          /** How much better a value has to be. */
          minDelta: z.number().nonnegative().default(0),
          /** Which values are better; losses should be lower, everything else higher, when absent. */
          better: z.enum(['lower', 'higher']).optional(),
        })
        .optional(),
      /** Longest time in seconds that one start trains; the run then stops as if it were interrupted, and can be resumed. Not recorded with the run: who resumes it may set another limit, or none, while one that a configuration file sets holds for each start with that file. */
      maxTime: z.number().positive().optional(),
      /** Steps in a row that may be skipped because loss or gradients are not finite; then the run stops. */
      maxSkipped: count.default(10),
    })
    .prefault({}),
  optimizer: z
    .strictObject({
      beta1: z.number().min(0).lt(1).default(adamWDefaults.beta1),
      beta2: z.number().min(0).lt(1).default(adamWDefaults.beta2),
      epsilon: z.number().positive().default(adamWDefaults.epsilon),
      weightDecay: z.number().nonnegative().default(adamWDefaults.weightDecay),
      biasCorrection: z.boolean().default(adamWDefaults.biasCorrection),
      /** Norm to which gradients are clipped: that of all of them, unless `clipGroups` says otherwise. */
      clipNorm: z.number().positive().default(1),
      /**
       * What is clipped by its own norm: all gradients as one vector, as the reference has it, those of each network
       * (what is shared counts as the discriminator's), or each tensor's.
       */
      clipGroups: z.enum(clipGroups).default('all'),
    })
    .prefault({}),
  evaluation: z
    .strictObject({
      /** Steps between two evaluations on held-out text; there is one at the end in any case. */
      every: count.default(1_000),
      /** Held-out batches, of the size and the data of the last phase, the same at every evaluation, and when the run is resumed. */
      batches: count.default(8),
    })
    .prefault({}),
  checkpoint: z
    .strictObject({
      every: count.default(1_000),
      /** Newest checkpoints that are kept. */
      keep: count.default(2),
      /** Checkpoints of every so many steps are kept for good, beside the newest ones. */
      keepEvery: count.optional(),
    })
    .prefault({}),
  engine: engineConfig.prefault({}),
  log: z
    .strictObject({
      /** Steps between two reports. */
      every: count.default(10),
      /** Whether measurements are written for TensorBoard too: `tensorboard --logdir RUN`. */
      tensorBoard: z.boolean().default(true),
    })
    .prefault({}),
});

/** A configuration in which every default is filled in. */
export type PretrainingConfig = z.output<typeof pretrainingConfig>;
