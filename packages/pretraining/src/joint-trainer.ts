import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { type MaskedBatch, maskBatch, type ShardSet, trainingBatch } from '@electra-ts/data';
import { momentVariables, rateSchedule } from '@electra-ts/optim';
import { AccumulatedUpdate, partNumber, splitFeeds } from './accumulated-update.js';
import { candidateFeeds } from './candidate-feeds.js';
import { cropFeeds } from './crop-feeds.js';
import type { DataPhase } from './data-phases.js';
import { deriveSeed } from './derive-seed.js';
import { replacementFeeds } from './draw-replacements.js';
import { describeReport, gradientReport, isFiniteReport } from './gradient-report.js';
import { batchFeeds, type HostFeeds, scalar, updateFeeds } from './joint-feeds.js';
import { jointStep } from './joint-step.js';
import type { LossFunction } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';
import { OneAhead } from './one-ahead.js';
import type { PretrainingConfig } from './pretraining-config.js';
import { prefixed, type RunState } from './run-state.js';
import { shiftedPositions } from './shifted-positions.js';
import { temperatureSchedule } from './temperature-schedule.js';
import { updatedVariables } from './trained-variables.js';
import type { Unigram } from './unigram.js';
import { weightFeeds } from './weight-schedules.js';
import { warmupSteps } from './warmup-steps.js';

type SpecialTokens = ShardSet['manifest']['specialTokens'];

/** A phase of the run with its training shards open. */
export type TrainingPhase = Pick<DataPhase, 'batchSize' | 'first' | 'last'> & { readonly train: ShardSet };

/** Does the updates of a run. What the n-th does depends on the state before it, the configuration and n only. */
export class JointTrainer {
  readonly #step: PreparedStep;
  readonly #batches: OneAhead<MaskedBatch>;
  /** The run's, in their order. */
  readonly #phases: readonly TrainingPhase[];
  readonly #special: SpecialTokens;
  readonly #temperature: ((updatesDone: number) => number) | undefined;
  readonly #learningRate: (updatesDone: number) => number;

  constructor(
    private readonly runtime: Runtime,
    private readonly state: Pick<RunState, 'model' | 'moments' | 'averages'>,
    private readonly config: PretrainingConfig,
    phases: readonly TrainingPhase[],
    private readonly unigram?: Unigram,
    private readonly losses?: LossFunction,
  ) {
    const { seed, training } = config;
    const { model, moments } = state;
    const { accumulate: parts, ema } = training;
    const averages = state.averages && ema !== undefined ? { values: state.averages, decay: ema } : undefined;
    const options = { objective: config.objective, losses, optimizer: config.optimizer, averages };
    const variables = { ...model.variables, ...momentVariables(moments), ...prefixed('average', state.averages ?? {}) };
    const noise = { seed: deriveSeed(seed, 'dropout and samples') };
    this.#step =
      parts === 1
        ? runtime.prepare(jointStep(model, moments, options), { name: 'joint step', variables, ...noise, moveVariables: true })
        : new AccumulatedUpdate(runtime, { model, moments }, { ...options, ...noise, parts, variables });
    this.#phases = phases;
    this.#special = phases[0].train.manifest.specialTokens;
    this.#batches = new OneAhead((update) => maskedTrainingBatch(phases, config, update));
    this.#temperature = temperatureSchedule(config.objective);
    this.#learningRate = rateSchedule(training.schedule, {
      peak: training.learningRate,
      warmupSteps: warmupSteps(training),
      totalSteps: training.steps,
    });
  }

  /**
   * Does the n-th update, n from 1.
   *
   * The next batch is made while the engine computes.
   *
   * @returns the losses in nats, the gradient's norm before clipping, the learning rate, seconds (`stepSeconds`, of
   *   which `dataWait` would not have passed had batches cost nothing: for this one where it was not ready, and for the
   *   next one as far as making it outlasted the engine) and real tokens a second. Where loss or norm is not finite,
   *   nothing was changed.
   */
  async update(n: number): Promise<Record<string, number>> {
    const started = performance.now();
    const { value: batch, seconds: waited } = this.#batches.take(n);
    const learningRate = this.#rateOf(n);
    const running = this.#step.run(this.#feeds(batch, n), n);
    const [results, prolonged] = await Promise.all([running, this.#prepareBeside(running, n + 1)]);
    const dataWait = waited + prolonged;
    const values = Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data[0]]));
    const stepSeconds = (performance.now() - started) / 1000;
    const tokens = batch.attentionMask.reduce((sum, real) => sum + real, 0);
    return { ...values, learningRate, stepSeconds, dataWait, tokensPerSecond: tokens / stepSeconds };
  }

  /**
   * Says what is not finite in the n-th update, computing it once more without changing anything: in parts where the
   * update was, as there may be no room for a whole batch, and of these the first that is not finite.
   */
  async diagnose(n: number): Promise<string> {
    const { runtime, state: { model, moments }, config } = this;
    const report = runtime.prepare(gradientReport(model, updatedVariables(model, moments), config.objective, this.losses), {
      name: 'gradient report',
      variables: model.variables,
      seed: deriveSeed(config.seed, 'dropout and samples'),
    });
    const { accumulate: parts } = config.training;
    const feeds = this.#feeds(this.#batches.take(n).value, n);
    try {
      if (parts === 1) return describeReport(await report.run(feeds, n), await runtime.read(model.variables));
      for (const [index, part] of splitFeeds(feeds, parts).entries()) {
        const results = await report.run(part, partNumber(n, parts, index));
        if (isFiniteReport(results)) continue;
        return `In part ${index + 1} of ${parts} of the batch: ${describeReport(results, await runtime.read(model.variables))}`;
      }
      return `Each of the ${parts} parts of the batch is finite by itself, their sum is not.`;
    } finally {
      await report.dispose();
    }
  }

  /** The schedule counts the updates done before. */
  #rateOf(n: number): number {
    return this.#learningRate(n - 1);
  }

  #feeds(batch: MaskedBatch, n: number): HostFeeds {
    const { optimizer } = this.config;
    return { ...batchFeeds(batch), ...updateFeeds(n, this.#rateOf(n), optimizer), ...this.#changingFeeds(batch, n) };
  }

  #changingFeeds(batch: MaskedBatch, n: number): HostFeeds {
    const { seed, objective } = this.config;
    const key = { seed: deriveSeed(seed, 'replacements'), step: n, site: 0 };
    const { crops, knownNoise: logNoise } = objectives[objective.name];
    const replacements = replacementFeeds(batch, { sampler: objective.sampler, unigram: this.unigram, logNoise, key });
    const cropKey = { seed: deriveSeed(seed, 'crops'), step: n, site: 0 };
    return {
      ...this.#temperatureFeeds(n),
      ...weightFeeds(objective, n - 1),
      ...this.#positionFeeds(batch, n),
      ...replacements,
      ...(crops && cropFeeds(batch, this.#special.pad, cropKey)),
      ...(this.state.model.twoTowers && candidateFeeds(batch, neverReplaced(this.#special))),
    };
  }

  #temperatureFeeds(n: number): HostFeeds {
    return this.#temperature === undefined ? {} : { temperature: scalar(this.#temperature(n - 1)) };
  }

  /** Where the examples begin, when not all begin at the first position. */
  #positionFeeds({ batchSize, sequenceLength }: MaskedBatch, n: number): HostFeeds {
    if (!this.config.data.randomPositions) return {};
    const key = { seed: deriveSeed(this.config.seed, 'positions'), step: n, site: 0 };
    return { positionIds: shiftedPositions([batchSize, sequenceLength], this.#positionsOf(n), key) };
  }

  /**
   * Positions that an update's examples are placed in: those of the next phase, which then knows them. Over more, such as the last
   * phase's, each would be met too seldom to be learned while examples are short.
   */
  #positionsOf(n: number): number {
    const now = this.#phases.findIndex(({ last }) => n <= last);
    return Math.max(...this.#phases.slice(now, now + 2).map(({ train }) => train.sequenceLength));
  }

  /** Seconds by which the running step became longer; there is no batch after the last one. */
  async #prepareBeside(running: Promise<unknown>, next: number): Promise<number> {
    if (next > this.config.training.steps) return 0;
    return this.#batches.prepareBeside(running, next, () => this.runtime.resultWait);
  }
}

const neverReplaced = ({ pad, cls, sep, mask }: SpecialTokens): number[] => [pad, cls, sep, mask];

/** The batch of the n-th update, masked: a pure function of the data, the configuration and n. */
export function maskedTrainingBatch(phases: readonly TrainingPhase[], config: PretrainingConfig, n: number): MaskedBatch {
  const { seed, objective, data } = config;
  const phase = phases.find(({ last }) => n <= last);
  if (phase === undefined) throw new RangeError(`maskedTrainingBatch: update ${n} is past the last phase.`);
  const { train, batchSize, first } = phase;
  // Steps of the data are counted from 0, and anew in each phase: it begins at the beginning of its examples.
  const batch = trainingBatch(train, { seed: deriveSeed(seed, 'order'), step: n - first, batchSize });
  return maskBatch(batch, {
    seed: deriveSeed(seed, 'masks'),
    step: n - 1,
    probability: objective.maskProbability,
    maskShare: objective.maskShare,
    randomShare: objective.randomShare,
    vocabularySize: train.manifest.vocabularySize,
    specialTokens: train.manifest.specialTokens,
    strategy: data.masking,
  });
}
