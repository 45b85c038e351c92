import { drawTask, type MixedTasks, taskProbabilities } from './task-mixing.js';

/** Whose batch a step computes. */
export interface TaskTurn {
  /** Place of the task. */
  readonly place: number;
  /** Which of the task's batches it is, from 1, over all of its epochs. */
  readonly turn: number;
}

/** The turns of all steps of a training: a pure function of its arguments. */
export function taskTurns({ tasks, mixing, seed, steps }: Omit<MixedTasks, 'epochs'> & { readonly seed: number; readonly steps: number }): TaskTurn[] {
  const perEpoch = tasks.reduce((sum, { batches }) => sum + batches, 0);
  const epochs = Math.ceil(steps / perEpoch);
  const probabilities = Array.from({ length: epochs }, (_, epoch) => taskProbabilities({ mixing, tasks, epochs }, epoch));
  const turns = tasks.map(() => 0);
  return Array.from({ length: steps }, (_, done) => {
    const place = drawTask(probabilities[Math.floor(done / perEpoch)], seed, done + 1);
    return { place, turn: ++turns[place] };
  });
}
