import { UserError } from '@electra-ts/config';
import { discriminatorShapes } from '@electra-ts/discriminator';
import { parameterCount } from '@electra-ts/nn';
import { type Arithmetic, recordDifferences } from '@electra-ts/training';
import type { DataPhase } from './data-phases.js';
import { jointShapes } from './joint-shapes.js';
import { type PretrainingConfig, pretrainingConfig } from './pretraining-config.js';
import type { JointConfig } from './resolve-pretraining.js';
import { stepFlops } from './step-flops.js';

/** What text a phase reads. Older versions did not record it. */
export interface PhaseContent {
  /** Of the training text, in examples and in tokens, padding not included. */
  readonly examples: number;
  readonly tokens: number;
  /** See `dataFingerprint`. */
  readonly fingerprint: string;
}

/** What a run's run.json holds under `config`: everything needed to repeat it, and what it costs. */
export interface RunRecord {
  readonly kind: 'pretraining';
  /** Version of the packages that started the run. */
  readonly packageVersion: string;
  /** Without `training.maxTime`, which is one start's. */
  readonly configuration: PretrainingConfig;
  /** The model whose weights the run began with, where they were not new. */
  readonly from?: string;
  /** The name of the function whose losses are learned in place of the objective's, where there is one. */
  readonly losses?: string;
  /** The two networks in full. */
  readonly networks: JointConfig;
  readonly data: {
    readonly tokenizerFingerprint: string;
    readonly phases: readonly (Pick<DataPhase, 'first' | 'last' | 'batchSize'> & { readonly sequenceLength: number; readonly content?: PhaseContent })[];
  };
  /** First line of the log: engine, threads, hardware. */
  readonly engine: string;
  readonly arithmetic: Arithmetic;
  /** Numbers of values, those that the objective leaves as they are included; `joint` counts what is shared once. */
  readonly parameters: { readonly discriminator: number; readonly joint: number };
  /** Tokens of a step, padding included: the mean over the run's phases. */
  readonly tokensPerStep: number;
  /** Floating-point operations of a step's matrix products, forward and backward: the mean over the run's phases. */
  readonly flopsPerStep: number;
}

/** What the record of a run is made from. */
export type RunFacts = Pick<RunRecord, 'packageVersion' | 'configuration' | 'from' | 'losses' | 'networks' | 'data' | 'engine' | 'arithmetic'>;

/** Describes a run that begins. */
export function runRecord(facts: RunFacts): RunRecord {
  const { configuration, networks, data } = facts;
  const discriminator = parameterCount(discriminatorShapes(networks.discriminator));
  return {
    kind: 'pretraining',
    ...facts,
    configuration: { ...configuration, training: { ...configuration.training, maxTime: undefined } },
    parameters: { discriminator, joint: parameterCount(jointShapes(networks)) },
    tokensPerStep: meanOverSteps(data.phases, ({ batchSize, sequenceLength }) => batchSize * sequenceLength),
    flopsPerStep: meanOverSteps(data.phases, ({ batchSize, sequenceLength }) => {
      const { maskProbability } = configuration.objective;
      return stepFlops(networks, { batchSize, sequenceLength, maskProbability }, configuration.objective);
    }),
  };
}

/**
 * The record of a run that goes on: as it is now, but for what it began with.
 *
 * @param before what run.json holds
 * @param now the record that a new run would get
 */
export function continuedRecord(before: Partial<RunRecord>, now: RunRecord): RunRecord {
  const { packageVersion = now.packageVersion, from } = before;
  return { ...now, packageVersion, ...(from !== undefined && { from }) };
}

type RecordedPhase = RunRecord['data']['phases'][number];

function meanOverSteps(phases: readonly RecordedPhase[], cost: (phase: RecordedPhase) => number): number {
  const total = phases.reduce((sum, phase) => sum + (phase.last - phase.first + 1) * cost(phase), 0);
  return total / (phases.at(-1) as RecordedPhase).last;
}

/** Keys that say when a run is watched and where its data lies, not what it computes or is measured on: they may change at a resume. */
const free = ['data.path', 'training.maxTime', 'training.maxSkipped', 'training.earlyStopping', 'evaluation.every', 'checkpoint', 'log', 'engine'];

/**
 * Makes sure that a run goes on as it began: with the same configuration, networks and data.
 *
 * @param now the record that a new run would get
 * @param force go on although the configuration differs; networks and tokenizer have to be the same in any case
 * @returns the differences, which are none without `force`
 * @throws UserError listing every difference
 */
export function assertSameRun(recorded: unknown, now: RunRecord, folder: string, force = false): string[] {
  const before = recorded as Partial<RunRecord> | null;
  if (before?.kind !== 'pretraining') {
    throw new UserError({ what: `The run in ${folder} is not a pre-training run`, received: String(before?.kind) });
  }
  const essence = ({ configuration, losses, networks, data }: Partial<RunRecord>) => {
    // An older version did not record settings that are new since; it did what their defaults do.
    const complete = pretrainingConfig.safeParse(configuration).data ?? configuration;
    return { configuration: complete, losses, networks, data };
  };
  const different = recordDifferences(essence(before), essence(comparable(now, before))).filter(({ key }) => !isFree(key));
  const changes = different.map(({ text }) => text);
  const isForced = force && !different.some(({ key }) => /^networks\.|^data\.tokenizerFingerprint$/.test(key));
  if (different.length === 0 || isForced) return changes;
  throw new UserError({
    what: `The run in ${folder} cannot go on, because its configuration differs: ${changes.join('; ')}`,
    remedy:
      'Resume it with the configuration that it began with, or start another run with --out; --force goes on with ' +
      'another configuration as long as networks and tokenizer are the same.',
  });
}

/** The record without what an older version did not record. */
function comparable(now: RunRecord, { data }: Partial<RunRecord>): RunRecord {
  if (data?.phases.some(({ content }) => content !== undefined)) return now;
  return { ...now, data: { ...now.data, phases: now.data.phases.map((phase) => ({ ...phase, content: undefined })) } };
}

function isFree(key: string): boolean {
  const isPath = /^configuration\.data\.phases\.\d+\.path$/.test(key);
  return isPath || free.some((prefix) => `${key}.`.startsWith(`configuration.${prefix}.`));
}
