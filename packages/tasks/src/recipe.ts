import { UserError } from '@electra-ts/config';
import { sequenceHeads } from '@electra-ts/discriminator';
import type { ElectraConfig } from '@electra-ts/nn';
import { z } from 'zod';
import type { Task, TaskKindName } from './task-file.js';

/** What may be said about how a task is fine-tuned, in a task file's `training` section or a configuration's. */
export const recipeOverrides = z.strictObject({
  /** Passes over the training examples; may be a fraction. */
  epochs: z.number().positive().optional(),
  batchSize: z.int().positive().optional(),
  /** Parts in which a batch is computed, one after the other, for a fraction of the memory; batchSize has to be divisible by it. Default 1. */
  accumulate: z.int().positive().optional(),
  /** Peak learning rate. */
  learningRate: z.number().positive().optional(),
  /** Share of the steps in which the learning rate rises. */
  warmupShare: z.number().min(0).max(1).optional(),
  weightDecay: z.number().min(0).optional(),
  /** Each layer learns at this multiple of the rate of the layer above it. */
  layerDecay: z.number().positive().max(1).optional(),
  /**
   * Layers of the encoder, from the top, that start anew instead of from pre-training: steadier on few examples (Zhang et al. 2021). Default 0.
   */
  reinitializeLayers: z.int().min(0).optional(),
  /** Global norm to which gradients are clipped. */
  clipNorm: z.number().positive().optional(),
  /** Longest input in tokens, [CLS] and [SEP] included; longer texts are cut and counted, or read in windows. */
  maxLength: z.int().min(8).optional(),
  /** Stop after this many evaluations in a row that found nothing better; never when absent. */
  patience: z.int().positive().optional(),
  /**
   * Classification: how much an example of each label counts in the loss; `balanced` gives all labels the same total
   * (as scikit-learn has it). All the same when absent.
   */
  classWeights: z.union([z.literal('balanced'), z.record(z.string(), z.number().positive())]).optional(),
  /**
   * Classification, regression, multilabel: the new head. `transformers` (default) has a dense layer before its output,
   * `pooled` has none, as the reference.
   */
  head: z.enum(sequenceHeads).optional(),
  /** Pairs: every training example also with its texts swapped. */
  swapPairs: z.boolean().optional(),
  /**
   * Question answering: the new head. `transformers` (default) finds an answer's beginning and end independently; `conditioned`, the reference's,
   * its end given its beginning, and whether there is an answer at all.
   */
  answerHead: z.enum(['transformers', 'conditioned']).optional(),
  /** Question answering: tokens from one window's beginning to the next. */
  stride: z.int().positive().optional(),
  /** Question answering: longest question in tokens; longer ones are cut and counted. */
  questionLength: z.int().positive().optional(),
  /** Question answering: longest answer in tokens. */
  answerLength: z.int().positive().optional(),
});

/** What `training` says. */
export type RecipeOverrides = z.output<typeof recipeOverrides>;

/** Values that only some tasks have. */
const special = {
  classWeights: { kinds: ['classification'], what: 'classification' },
  head: { kinds: ['classification', 'regression', 'multilabel'], what: 'tasks whose texts get labels or a number' },
  swapPairs: { kinds: ['classification', 'regression'], what: 'tasks of pairs' },
  answerHead: { kinds: ['question-answering'], what: 'question answering' },
  stride: { kinds: ['question-answering'], what: 'question answering' },
  questionLength: { kinds: ['question-answering'], what: 'question answering' },
  answerLength: { kinds: ['question-answering'], what: 'question answering' },
} as const satisfies Partial<Record<keyof RecipeOverrides, { kinds: readonly TaskKindName[]; what: string }>>;

/** A recipe in which every value is set that the task's kind has. */
export type Recipe = Required<Omit<RecipeOverrides, Sometimes>> & Pick<RecipeOverrides, Sometimes>;

type Sometimes = keyof typeof special | 'patience';

/**
 * The reference's recipe for ELECTRA-Small (paper, appendix B, table 7; `configure_finetuning.py`), but that `clipNorm` bounds the gradient of the mean of a batch's
 * losses, and there of their sum (decision 20).
 */
export const defaultRecipe: Recipe = {
  epochs: 3,
  batchSize: 32,
  accumulate: 1,
  learningRate: 1e-4,
  warmupShare: 0.1,
  weightDecay: 0.01,
  layerDecay: 0.8,
  reinitializeLayers: 0,
  clipNorm: 1,
  maxLength: 128,
};

/** How the reference reads questions and contexts (`configure_finetuning.py`: doc_stride, max_query_length, …). */
export const answeringDefaults = { stride: 128, questionLength: 64, answerLength: 30 } as const;

/** What the reference does otherwise for some kinds of task. */
const kindRecipes: Partial<Record<TaskKindName, Partial<Recipe>>> = {
  tagging: { maxLength: 256 },
  'question-answering': { epochs: 2, maxLength: 512, ...answeringDefaults },
};

/**
 * The recipe of a fine-tuning: the reference's, changed by the task and then by the user.
 *
 * @param network the model that is fine-tuned; the default length gives way to its positions
 * @throws UserError where a length or a number of layers is asked for that is above the model's, a batch that cannot be
 *   divided into its parts, or a value that the kind of task has not
 */
export function resolveRecipe(
  task: { readonly kind: TaskKindName; readonly pair?: string; readonly training: RecipeOverrides },
  user: RecipeOverrides,
  network: Pick<ElectraConfig, 'maxPositionEmbeddings' | 'numHiddenLayers'>,
): Recipe {
  const { maxPositionEmbeddings: positions, numHiddenLayers } = network;
  const usual = { ...defaultRecipe, ...kindRecipes[task.kind] };
  const asked = { ...set(task.training), ...set(user) };
  refuseForeign(task, asked);
  const changed = { ...usual, maxLength: Math.min(usual.maxLength, positions), ...asked };
  if (changed.maxLength > positions) {
    throw new UserError({
      what: 'training.maxLength is above what the model can read',
      expected: `at most ${positions} tokens, its maxPositionEmbeddings`,
      received: String(changed.maxLength),
    });
  }
  if (changed.batchSize % changed.accumulate !== 0) {
    throw new UserError({
      what: 'training.batchSize cannot be computed in that many equal parts',
      expected: `a batchSize divisible by training.accumulate, ${changed.accumulate}`,
      received: String(changed.batchSize),
    });
  }
  if (changed.reinitializeLayers > numHiddenLayers) {
    throw new UserError({
      what: 'training.reinitializeLayers is above what the model has',
      expected: `at most ${numHiddenLayers}, its numHiddenLayers`,
      received: String(changed.reinitializeLayers),
    });
  }
  return changed;
}

/** The recipe of a task before a user or a model changes it. */
export function usualRecipe(task: Pick<Task, 'kind' | 'training'>): Recipe {
  return { ...defaultRecipe, ...kindRecipes[task.kind], ...set(task.training) };
}

/** Whether a value of `training` has an effect on a task. */
export function appliesTo(key: string, task: { readonly kind: TaskKindName; readonly pair?: string }): boolean {
  if (!Object.hasOwn(special, key)) return true;
  const { kinds } = special[key as keyof typeof special];
  return (kinds as readonly string[]).includes(task.kind) && (key !== 'swapPairs' || task.pair !== undefined);
}

/** Only the values that are there: an undefined one must not hide the default. */
function set(overrides: RecipeOverrides): Partial<Recipe> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

function refuseForeign(task: { readonly kind: TaskKindName; readonly pair?: string }, asked: Partial<Recipe>): void {
  for (const [key, { what }] of Object.entries(special)) {
    if (key in asked && !appliesTo(key, task)) {
      throw new UserError({
        what: `training.${key} has no effect on this task`,
        expected: `it only for ${what}`,
        received: `a task of kind '${task.kind}'${key === 'swapPairs' ? ' without a pair' : ''}`,
      });
    }
  }
}
