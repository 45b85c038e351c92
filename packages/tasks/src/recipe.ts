import { UserError } from '@electra-ts/config';
import { z } from 'zod';

/** What may be said about how a task is fine-tuned, in a task file's `training` section or a configuration's. */
export const recipeOverrides = z.strictObject({
  /** Passes over the training examples; may be a fraction. */
  epochs: z.number().positive().optional(),
  batchSize: z.int().positive().optional(),
  /** Peak learning rate. */
  learningRate: z.number().positive().optional(),
  /** Share of the steps in which the learning rate rises. */
  warmupShare: z.number().min(0).max(1).optional(),
  weightDecay: z.number().min(0).optional(),
  /** Each layer learns at this multiple of the rate of the layer above it. */
  layerDecay: z.number().positive().max(1).optional(),
  /** Global norm to which gradients are clipped. */
  clipNorm: z.number().positive().optional(),
  /** Longest input in tokens, [CLS] and [SEP] included; longer texts are cut and counted. */
  maxLength: z.int().min(8).optional(),
});

/** A recipe in which every value is set. */
export type Recipe = Required<z.output<typeof recipeOverrides>>;

/** The reference's recipe for ELECTRA-Small (paper, appendix A, table 7; `configure_finetuning.py`). */
export const defaultRecipe: Recipe = {
  epochs: 3,
  batchSize: 32,
  learningRate: 1e-4,
  warmupShare: 0.1,
  weightDecay: 0.01,
  layerDecay: 0.8,
  clipNorm: 1,
  maxLength: 128,
};

/**
 * The recipe of a fine-tuning: the reference's, changed by the task and then by the user.
 *
 * @param positions the longest sequence that the model can read; the default length gives way to it
 * @throws UserError where a length is asked for that is above `positions`
 */
export function resolveRecipe(
  task: z.output<typeof recipeOverrides>,
  user: z.output<typeof recipeOverrides>,
  positions: number,
): Recipe {
  const changed = { ...defaultRecipe, maxLength: Math.min(defaultRecipe.maxLength, positions), ...set(task), ...set(user) };
  if (changed.maxLength > positions) {
    throw new UserError({
      what: 'training.maxLength is above what the model can read',
      expected: `at most ${positions} tokens, its maxPositionEmbeddings`,
      received: String(changed.maxLength),
    });
  }
  return changed;
}

/** Only the values that are there: an undefined one must not hide the default. */
function set(overrides: z.output<typeof recipeOverrides>): Partial<Recipe> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
