import { engineConfig } from '@electra-ts/engine';
import { z } from 'zod';
import { recipeOverrides } from './recipe.js';
import { taskMixing } from './task-mixing.js';

/** The configuration of a fine-tuning; what `training` leaves out is the task's, or else the reference's. */
export const finetuningConfig = z.strictObject({
  /** Of the new head, the order of the examples and dropout. */
  seed: z.int().nonnegative().default(0),
  training: recipeOverrides.prefault({}),
  /** While it goes on; the end has the best model alone. */
  checkpoint: z
    .strictObject({
      /** Steps between two checkpoints; there is one after each evaluation, and when it is stopped, in any case. */
      every: z.int().positive().default(500),
      /** Newest checkpoints that are kept. */
      keep: z.int().positive().default(2),
    })
    .prefault({}),
  engine: engineConfig.prefault({}),
  log: z
    .strictObject({
      /** Steps between two reports. */
      every: z.int().positive().default(10),
    })
    .prefault({}),
});

/** The configuration of a fine-tuning of several tasks: that of one, and `training.mixing`. */
export const multitaskConfig = finetuningConfig.extend({
  training: recipeOverrides
    .extend({
      /** Which task a step's batch is of: `proportional`, `square-root`, `annealed`, or a number for each task's name. */
      mixing: taskMixing.default('proportional'),
    })
    .prefault({}),
});

/** A configuration in which every default is filled in. */
export type FinetuningConfig = z.output<typeof finetuningConfig>;
