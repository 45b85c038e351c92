import type { HostTensor, PreparedStep, Runtime } from '@electra-ts/compiler';
import { forwardFlops } from '@electra-ts/nn';
import { adamWDefaults, layerwiseRates, momentVariables } from '@electra-ts/optim';
import { AccumulatedFinetuning } from './accumulated-finetuning.js';
import { DevEvaluation } from './dev-evaluation.js';
import type { LearningTask } from './finetuning-parts.js';
import { finetuningStep } from './finetuning-step.js';
import type { FinetuningState } from './finetuning-state.js';
import { paddedLengths } from './padded-lengths.js';
import { type BatchPlan, evaluationBatches, paddingShare, trainingEpoch } from './task-batches.js';

/** Backward passes cost twice the forward pass: a product each for the gradients of inputs and weights. */
const FORWARD_AND_BACKWARD = 3;

/** Trains and evaluates one task on a runtime that holds its model's variables, which other tasks may train, too. */
export class TaskTraining {
  readonly #dev: DevEvaluation;
  /** What batches are padded to, in tokens: a function of the training examples, as their order is. */
  readonly #padded: readonly number[];
  readonly #step: PreparedStep;
  #epoch: { readonly number: number; readonly batches: readonly BatchPlan[] } = { number: -1, batches: [] };

  /** @param state what is counted in it: padding of the epochs that begin, and what is computed */
  constructor(
    private readonly task: LearningTask,
    runtime: Runtime,
    private readonly seed: number,
    private readonly padId: number,
    private readonly state: Pick<FinetuningState, 'padding' | 'computed'>,
  ) {
    const { train, dev, context, recipe } = task;
    this.#padded = paddedLengths(train.map(({ tokens }) => tokens), recipe);
    const { batchSize, maxLength } = recipe;
    // Development examples may be longer than all that are trained on.
    const padded = [...this.#padded.filter((length) => length < maxLength), maxLength];
    const batches = evaluationBatches(dev.pieces.map(({ tokens }) => tokens), { batchSize, padded });
    this.#dev = new DevEvaluation(runtime, task, { ...dev, batches }, context);
    this.#step = this.#prepareStep(runtime);
  }

  /** Batches in an epoch. */
  static batchesOf({ train, recipe }: Pick<LearningTask, 'train' | 'recipe'>): number {
    return Math.ceil(train.length / recipe.batchSize);
  }

  /**
   * One update.
   *
   * @param turn which batch of the task, from 1, over all epochs
   * @param n the step, from 1, that noise is of
   * @throws Error where the loss is no finite number
   */
  async update(turn: number, n: number, learningRate: number): Promise<Record<string, number>> {
    const started = performance.now();
    const { train, kind, recipe } = this.task;
    const batch = this.#batchOf(turn);
    const rate: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) };
    const pieces = batch.rows.map((row) => train[row]);
    const inputs = kind.inputs(pieces, batch.shape, this.padId);
    const feeds = { ...inputs, ...kind.targets(pieces, batch.shape), learningRate: rate };
    const { loss, gradientNorm } = await this.#step.run(feeds, n);
    if (!Number.isFinite(loss.data[0])) {
      throw new Error(
        `The loss is ${loss.data[0]} at step ${n}: training has diverged. Choose a learning rate below ` +
          `${recipe.learningRate}, and begin anew by --force.`,
      );
    }
    this.#count(inputs['ids'].shape);
    const stepSeconds = (performance.now() - started) / 1000;
    const examplesPerSecond = batch.rows.length / stepSeconds;
    return { loss: loss.data[0], gradientNorm: gradientNorm.data[0], learningRate, stepSeconds, examplesPerSecond };
  }

  /** Metrics and settings on the development examples. */
  evaluate(): ReturnType<DevEvaluation['run']> {
    return this.#dev.run();
  }

  #batchOf(turn: number): BatchPlan {
    const { train, recipe: { batchSize } } = this.task;
    const perEpoch = TaskTraining.batchesOf(this.task);
    const number = Math.floor((turn - 1) / perEpoch);
    const place = (turn - 1) % perEpoch;
    if (this.#epoch.number !== number) {
      const lengths = train.map(({ tokens }) => tokens);
      this.#epoch = { number, batches: trainingEpoch(lengths, { batchSize, padded: this.#padded, seed: this.seed, epoch: number }) };
      // One that is resumed in its midst was counted when it began.
      if (place === 0) this.#countPadding(paddingShare(lengths, this.#epoch.batches));
    }
    return this.#epoch.batches[place];
  }

  #prepareStep(runtime: Runtime): PreparedStep {
    const { task, seed } = this;
    const { model, moments, recipe, prefix } = task;
    const { numHiddenLayers } = model.config;
    const names = Object.keys(model.parameters);
    const optimizer = {
      adamW: { ...adamWDefaults, weightDecay: recipe.weightDecay },
      rates: layerwiseRates(names, { decay: recipe.layerDecay, numHiddenLayers }),
      clipNorm: recipe.clipNorm,
    };
    const { accumulate: parts } = recipe;
    if (parts > 1) return new AccumulatedFinetuning(runtime, task, moments, { optimizer, parts, seed });
    return runtime.prepare(finetuningStep(task, moments, optimizer), {
      name: prefix === '' ? 'fine-tuning step' : `fine-tuning step of ${task.task.name}`,
      variables: { ...model.parameters, ...momentVariables(moments) },
      seed,
      moveVariables: true,
    });
  }

  #countPadding(share: number): void {
    this.state.padding.sum += share;
    this.state.padding.epochs++;
  }

  /** Counts a batch of ids, [rows, tokens] or, with several sequences an example, [rows, choices, tokens]. */
  #count(shape: readonly number[]): void {
    const { computed } = this.state;
    const { model, kind } = this.task;
    const tokens = shape.reduce((product, size) => product * size, 1);
    const sequenceLength = shape[shape.length - 1];
    const batchSize = tokens / sequenceLength;
    const lastRows = kind.states === 'first' ? batchSize : tokens;
    computed.tokens += tokens;
    computed.flops += FORWARD_AND_BACKWARD * forwardFlops(model.config, { batchSize, sequenceLength }, lastRows);
  }
}
