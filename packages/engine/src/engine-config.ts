import { z } from 'zod';
import { engineNames } from './engine-name.js';
import { precisionChoices } from './precision.js';

/** The section `engine` of a configuration: what computes. */
export const engineConfig = z.strictObject({
  name: z.enum(['auto', ...engineNames]).default('auto'),
  /** As many as the machine has cores when absent. */
  threads: z.int().positive().optional(),
  /** What matrix products read; bfloat16 needs the engine openvino, which the engine `auto` then is; `auto` takes bfloat16 where OpenVINO is found, the processor has it and products are measured to be faster in it. */
  precision: z.enum(precisionChoices).default('float32'),
  /** Folder of OpenVINO's shared libraries, where it is not found by itself. */
  library: z.string().optional(),
  /** Folder in which openvino keeps compiled graphs and finds them again. */
  cache: z.string().optional(),
});
