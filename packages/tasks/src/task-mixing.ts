import { seededRandom } from '@electra-ts/data';
import { UserError } from '@electra-ts/config';
import { z } from 'zod';

/**
 * Which task a step's batch is of, where several share an encoder: drawn with probabilities in proportion to N^a, where N
 * is the number of batches in an epoch of the task, which is that of its examples where batches are of one size.
 *
 * - `proportional`: a = 1, as if all examples were of one data set. The reference mixes so (`finetune/preprocessing.py`, which
 *   shuffles the examples of all tasks together), and MT-DNN (Liu et al. 2019, algorithm 1).
 * - `square-root`: a = 0.5, which gives small tasks more steps.
 * - `annealed`: a falls from 1 in the first epoch to 0.2 in the last, a = 1 - 0.8 (e - 1) / (E - 1) in epoch e of E (Stickland
 *   & Murray 2019; 1 where there is one epoch).
 * - a number for each task, by its name: the probabilities themselves, whatever they sum to.
 */
export const taskMixing = z.union([z.enum(['proportional', 'square-root', 'annealed']), z.record(z.string(), z.number().positive())]);

/** See `taskMixing`. */
export type TaskMixing = z.output<typeof taskMixing>;

/** What the probabilities of tasks depend on. */
export interface MixedTasks {
  /** Its numbers, if any, are those of `tasks`: see `checkMixing`. */
  readonly mixing: TaskMixing;
  /** Names, and batches in an epoch. */
  readonly tasks: readonly { readonly name: string; readonly batches: number }[];
  /** Epochs of the whole training. */
  readonly epochs: number;
}

/**
 * The probability of each task, in their order; they sum to 1.
 *
 * @param epoch of the training, from 0; only `annealed` depends on it
 */
export function taskProbabilities({ mixing, tasks, epochs }: MixedTasks, epoch: number): number[] {
  const weights = tasks.map(({ name, batches }) => (typeof mixing === 'object' ? mixing[name] : batches ** exponent(mixing, epoch, epochs)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Tells these draws from those of batches, which are of (seed, epoch). */
const TASKS = 0x7a5c;

/**
 * The task of a step: a pure function of its arguments, so that a training that is resumed draws what it would have drawn.
 *
 * @param step from 1
 * @returns its place among the probabilities
 */
export function drawTask(probabilities: readonly number[], seed: number, step: number): number {
  const drawn = seededRandom(seed, step, TASKS).unit();
  let sum = 0;
  const place = probabilities.findIndex((probability) => (sum += probability) > drawn);
  // The sum of all may be a rounding error below 1.
  return place < 0 ? probabilities.length - 1 : place;
}

function exponent(mixing: Exclude<TaskMixing, object>, epoch: number, epochs: number): number {
  switch (mixing) {
    case 'proportional':
      return 1;
    case 'square-root':
      return 0.5;
    case 'annealed':
      return epochs > 1 ? 1 - (0.8 * epoch) / (epochs - 1) : 1;
  }
}

/**
 * Makes sure that numbers in `mixing` are those of the tasks that are trained.
 *
 * @throws UserError where a task has none, or one is of no task
 */
export function checkMixing(mixing: TaskMixing, names: readonly string[]): void {
  if (typeof mixing === 'string') return;
  const known = Object.keys(mixing);
  if (known.length === names.length && names.every((name) => Object.hasOwn(mixing, name))) return;
  throw new UserError({
    what: 'training.mixing does not name the tasks that are trained',
    expected: `a number above 0 for each of ${names.join(', ')}`,
    received: known.length === 0 ? 'no task' : known.join(', '),
  });
}
