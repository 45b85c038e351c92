import { engineNames, precisionChoices } from '@electra-ts/engine';
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
  engine: z
    .strictObject({
      name: z.enum(['auto', ...engineNames]).default('auto'),
      /** As many as the machine has cores when absent. */
      threads: z.int().positive().optional(),
      /** What matrix products read; bfloat16 needs the engine openvino, which the engine `auto` then is; `auto` takes bfloat16 where OpenVINO is found, the processor has it and products are measured to be faster in it. */
      precision: z.enum(precisionChoices).default('float32'),
      /** Folder of OpenVINO's shared libraries, where it is not found by itself. */
      library: z.string().optional(),
      /** Folder in which openvino keeps compiled graphs and finds them again. */
      cache: z.string().optional(),
    })
    .prefault({}),
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
