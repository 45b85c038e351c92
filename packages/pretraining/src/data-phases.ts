import { UserError } from '@electra-ts/config';
import type { PretrainingConfig } from './pretraining-config.js';

/** A stretch of a run's updates that reads one folder of shards. */
export interface DataPhase {
  /** Folder that `prepare` wrote. */
  readonly path: string;
  /** Tokens of an example as the configuration has it; undefined takes whatever the folder was prepared with. */
  readonly sequenceLength: number | undefined;
  /** Examples of an update. */
  readonly batchSize: number;
  /** First and last update of the phase, counted from 1. */
  readonly first: number;
  readonly last: number;
}

/**
 * The phases of a run in their order: those that `data.phases` lists, or one that reads `data.path` all the time.
 * Attention finds its neighbors sooner in short examples, and most of BERT's pre-training ran at a quarter of its
 * final length for their lower cost (Devlin et al. 2019, appendix A.2).
 *
 * @throws UserError where neither or both are given, or the phases' steps do not add up to `training.steps`
 */
export function dataPhases({ data, training }: Pick<PretrainingConfig, 'data' | 'training'>): readonly DataPhase[] {
  const { path, phases, sequenceLength } = data;
  if ((path === undefined) === (phases === undefined)) {
    throw new UserError({
      what: 'Nothing says for certain what text to pre-train on',
      expected: 'data.path, or data.phases',
      received: path === undefined ? 'neither' : 'both',
    });
  }
  if (phases === undefined) {
    return [{ path: path as string, sequenceLength, batchSize: training.batchSize, first: 1, last: training.steps }];
  }
  const ends = phases.map((_, index) => phases.slice(0, index + 1).reduce((sum, { steps }) => sum + steps, 0));
  if (ends.at(-1) !== training.steps) {
    throw new UserError({
      what: 'The steps of data.phases do not add up to training.steps',
      expected: String(training.steps),
      received: phases.map(({ steps }) => steps).join(' + '),
      remedy: 'Change training.steps, by which the learning rate falls, or the steps of a phase.',
    });
  }
  return phases.map((phase, index) => ({
    path: phase.path,
    sequenceLength: phase.sequenceLength ?? sequenceLength,
    batchSize: phase.batchSize ?? training.batchSize,
    first: (ends[index - 1] ?? 0) + 1,
    last: ends[index],
  }));
}
