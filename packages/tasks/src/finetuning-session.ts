import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restorePrevious, writeFolderAtomically } from '@electra-ts/checkpoint';
import type { HostTensor, PreparedStep } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { forwardFlops } from '@electra-ts/nn';
import { adamWDefaults, layerwiseRates, linearSchedule, momentVariables } from '@electra-ts/optim';
import { type Preparation, RunFolder, TrainingControls, type TrainingPlan } from '@electra-ts/training';
import { type Observable, Subject } from 'rxjs';
import { AccumulatedFinetuning } from './accumulated-finetuning.js';
import { DevEvaluation } from './dev-evaluation.js';
import { closeFinetuning, type FinetuningParts, openFinetuning } from './finetuning-parts.js';
import { assertSameFinetuning } from './finetuning-record.js';
import { type EvaluationRecord, type FinetuningResults, resultsFile } from './finetuning-results.js';
import { type FinetuningState, loadFinetuningState, newFinetuningState, saveFinetuningState } from './finetuning-state.js';
import { finetuningStep, type Learner } from './finetuning-step.js';
import { kinds } from './kinds/task-kinds.js';
import { qualityOf } from './quality-of.js';
import type { Recipe } from './recipe.js';
import { refuseUsedFolder } from './refuse-used-folder.js';
import { type BatchPlan, evaluationBatches, paddingShare, trainingEpoch } from './task-batches.js';
import type { Task } from './task-file.js';

/** What `finetune` is told. */
export interface FinetuneOptions {
  readonly task: Task;
  /** A model's folder, a checkpoint, or a run, whose newest good checkpoint is taken. */
  readonly model: string;
  /** Folder with the task's files. */
  readonly data: string;
  /**
   * Folder for the fine-tuned model; it must not exist, or be empty, or with `force` or `resume` hold a fine-tuning. While
   * training goes on it holds checkpoints.
   */
  readonly out: string;
  /** A value for `finetuningConfig`; `{}` when absent. */
  readonly configuration?: unknown;
  /** `random` trains the same network from nothing, to show what pre-training is worth. Default `pretrained`. */
  readonly initialize?: 'pretrained' | 'random';
  /** Go on with the fine-tuning in `out`, told as it was begun; one that is finished is left as it is. */
  readonly resume?: boolean;
  /** Replace the fine-tuning that `out` holds; with `resume`, go on with it although something has changed. */
  readonly force?: boolean;
  /** Stops after the step in progress; what was done is saved, to be resumed. */
  readonly signal?: AbortSignal;
  /** Hears once what is about to run, before the first step. */
  readonly onStart?: (start: FinetuningStart) => void;
}

/** What is known when training begins. */
export interface FinetuningStart {
  readonly engine: string;
  readonly recipe: Recipe;
  /** Updates done before: 0, or the step of the checkpoint that is resumed. */
  readonly from: number;
  readonly steps: number;
  readonly labels: readonly string[];
  readonly examples: { readonly train: number; readonly dev: number };
}

/** Backward passes cost twice the forward pass: a product each for the gradients of inputs and weights. */
const FORWARD_AND_BACKWARD = 3;

/** The folder of a checkpoint in which the best model so far is, as `resolveModelFolder` finds it. */
const bestModelFolder = 'discriminator';

/** A fine-tuning with everything open that it needs. */
export class FinetuningSession {
  readonly #started = performance.now();
  readonly #controls = new TrainingControls();
  #closing: Promise<void> | undefined;

  private constructor(
    private readonly parts: FinetuningParts,
    private readonly run: RunFolder,
    private readonly state: FinetuningState,
    /** Not told yet; the run's folder and the engine add to them. */
    private readonly warnings: string[],
    /** What the engine prepares. */
    private readonly preparations: Observable<Preparation>,
  ) {}

  /**
   * Opens a fine-tuning. Whatever can be wrong with configuration, data and model is found before anything is written.
   *
   * @throws UserError for any of them, and with `resume` where the folder holds no fine-tuning, or another one
   */
  static async open(options: FinetuneOptions): Promise<FinetuningSession> {
    const { out, resume = false, force = false } = options;
    await restorePrevious(out);
    if (resume) await RunFolder.configOf(out);
    else await refuseUsedFolder(out, force);
    const preparations = new Subject<Preparation>();
    const parts = await openFinetuning(options, (preparation) => preparations.next(preparation));
    const { warnings } = parts;
    const folderOptions = { keep: parts.config.checkpoint.keep, warn: (message: string) => void warnings.push(message) };
    let run: RunFolder | undefined;
    try {
      if (!resume) {
        // All of a fine-tuned model; the files of an interrupted fine-tuning are known where a run is created.
        const replaces = existsSync(join(out, resultsFile)) ? (await readdir(out)).filter((name) => !/^(\.|run\.lock)/.test(name)) : [];
        run = await RunFolder.create(out, parts.record, { ...folderOptions, force, replaces });
        return new FinetuningSession(parts, run, newFinetuningState(), warnings, preparations);
      }
      run = await RunFolder.open(out, folderOptions);
      const changes = assertSameFinetuning(run.config, parts.record, out, force);
      const checkpoint = await run.resume();
      const state = checkpoint ? await loadFinetuningState(checkpoint.folder, parts) : newFinetuningState();
      const session = new FinetuningSession(parts, run, state, warnings, preparations);
      session.#refuseToEndBefore();
      if (changes.length > 0) {
        await run.changeConfig(parts.record);
        warnings.push(`the fine-tuning goes on although it has changed: ${changes.join('; ')}`);
      }
      return session;
    } catch (error) {
      await closeFinetuning(parts);
      await run?.close();
      throw error;
    }
  }

  /** What the user should hear, such as texts that are cut, as far as it was not taken before. */
  takeWarnings(): readonly string[] {
    return this.warnings.splice(0);
  }

  /** What is about to run. */
  get start(): FinetuningStart {
    const { engine, recipe, data, context } = this.parts;
    return {
      engine: engine.description,
      recipe,
      from: this.state.step,
      steps: this.#steps,
      labels: context.labels,
      examples: data.examples,
    };
  }

  /**
   * What there is to do: the recipe's epochs, with an evaluation after each. Checkpoints are saved then and every
   * `checkpoint.every` steps; at the end the fine-tuned model takes the place of the folder.
   */
  plan(signal?: AbortSignal): TrainingPlan {
    const { data, recipe, engine, config, context } = this.parts;
    const batching = { batchSize: recipe.batchSize, maxLength: recipe.maxLength };
    const lengths = data.train.map(({ tokens }) => tokens);
    const batches = evaluationBatches(data.dev.pieces.map(({ tokens }) => tokens), batching);
    const dev = new DevEvaluation(engine.runtime, this.#learner, { ...data.dev, batches }, context);
    const step = this.#prepareStep();
    const schedule = linearSchedule({
      peak: recipe.learningRate,
      warmupSteps: Math.floor(this.#steps * recipe.warmupShare),
      totalSteps: this.#steps,
    });
    let epoch: { readonly number: number; readonly batches: readonly BatchPlan[] } = { number: -1, batches: [] };
    const batchOf = (n: number): BatchPlan => {
      const number = Math.floor((n - 1) / this.#stepsPerEpoch);
      const place = (n - 1) % this.#stepsPerEpoch;
      if (epoch.number !== number) {
        epoch = { number, batches: trainingEpoch(lengths, { ...batching, seed: config.seed, epoch: number }) };
        // One that is resumed in its midst was counted when it began.
        if (place === 0) this.#countPadding(paddingShare(lengths, epoch.batches));
      }
      return epoch.batches[place];
    };
    return {
      from: this.state.step,
      steps: this.#steps,
      step: (n) => this.#update(step, batchOf(n), schedule(n - 1), n),
      evaluate: { every: this.#stepsPerEpoch, run: (n) => this.#evaluate(dev, n) },
      save: { every: config.checkpoint.every, run: (n) => this.#save(n) },
      takeWarnings: () => this.takeWarnings(),
      preparations: this.preparations,
      log: config.log,
      signal,
      controls: this.#controls,
    };
  }

  /** Releases the folder, the engine and the model; once, however often it is called. */
  close(): Promise<void> {
    return (this.#closing ??= closeFinetuning(this.parts).finally(() => this.run.close()));
  }

  /** Of training and evaluation, over all parts. */
  get #seconds(): number {
    return this.state.seconds + (performance.now() - this.#started) / 1000;
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.parts.data.train.length / this.parts.recipe.batchSize);
  }

  get #steps(): number {
    return Math.max(1, Math.round(this.parts.recipe.epochs * this.#stepsPerEpoch));
  }

  /** With force a fine-tuning may go on with fewer steps than it has done, which would have no end. */
  #refuseToEndBefore(): void {
    const { step } = this.state;
    if (step < this.#steps) return;
    throw new UserError({
      what: `The fine-tuning in ${this.run.folder} has come further than it is to go now`,
      expected: `fewer than ${this.#steps} steps done`,
      received: `a checkpoint of step ${step}`,
      remedy: 'Train longer (training.epochs), or begin anew by --force alone.',
    });
  }

  #prepareStep(): PreparedStep {
    const { model, moments, recipe, engine, config } = this.parts;
    const { numHiddenLayers } = model.config;
    const names = Object.keys(model.parameters);
    const optimizer = {
      adamW: { ...adamWDefaults, weightDecay: recipe.weightDecay },
      rates: layerwiseRates(names, { decay: recipe.layerDecay, numHiddenLayers }),
      clipNorm: recipe.clipNorm,
    };
    const { accumulate: parts } = recipe;
    const { seed } = config;
    if (parts > 1) return new AccumulatedFinetuning(engine.runtime, this.#learner, moments, { optimizer, parts, seed });
    return engine.runtime.prepare(finetuningStep(this.#learner, moments, optimizer), {
      name: 'fine-tuning step',
      variables: { ...model.parameters, ...momentVariables(moments) },
      seed,
    });
  }

  async #update(step: PreparedStep, batch: BatchPlan, learningRate: number, n: number): Promise<Record<string, number>> {
    const started = performance.now();
    const { data, tokenizer, recipe } = this.parts;
    const rate: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) };
    const pieces = batch.rows.map((row) => data.train[row]);
    const { kind } = this.#learner;
    const inputs = kind.inputs(pieces, batch.shape, tokenizer.specialTokens.pad);
    const feeds = { ...inputs, ...kind.targets(pieces, batch.shape), learningRate: rate };
    const { loss, gradientNorm } = await step.run(feeds, n);
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

  #countPadding(share: number): void {
    this.state.padding.sum += share;
    this.state.padding.epochs++;
  }

  /** Counts a batch of ids, [rows, tokens] or, with several sequences an example, [rows, choices, tokens]. */
  #count(shape: readonly number[]): void {
    const { computed } = this.state;
    const tokens = shape.reduce((product, size) => product * size, 1);
    const sequenceLength = shape[shape.length - 1];
    const batchSize = tokens / sequenceLength;
    const lastRows = this.#learner.kind.states === 'first' ? batchSize : tokens;
    computed.tokens += tokens;
    computed.flops += FORWARD_AND_BACKWARD * forwardFlops(this.parts.model.config, { batchSize, sequenceLength }, lastRows);
  }

  async #evaluate(dev: DevEvaluation, step: number): Promise<Record<string, number>> {
    const { state, parts: { options, recipe, engine, model } } = this;
    const { metrics, settings } = await dev.run();
    const record = { step, metrics, seconds: this.#seconds, ...state.computed };
    const valueOf = (each: EvaluationRecord) => qualityOf(options.task, each.metrics);
    state.history.push(record);
    // Of equals the earlier one: it has seen less of the training examples.
    if (state.best === null || valueOf(record) > valueOf(state.best)) {
      state.best = { ...record, settings, values: await engine.runtime.read(model.parameters) };
    }
    const since = state.history.length - 1 - state.history.findIndex((each) => each.step === state.best?.step);
    if (recipe.patience !== undefined && since >= recipe.patience) {
      this.#controls.stop(`nothing better was found for ${since} evaluations (training.patience)`);
    }
    this.#controls.save();
    return record.metrics;
  }

  get #learner(): Learner {
    return { kind: kinds[this.parts.options.task.kind], model: this.parts.model };
  }

  /** A checkpoint; or, where there is nothing left to do, the fine-tuned model in place of all checkpoints. */
  async #save(n: number): Promise<string> {
    const { options, engine } = this.parts;
    if (n >= this.#steps || this.#isOutOfPatience) {
      await writeFolderAtomically(options.out, (folder) => this.#writeBest(folder));
      return options.out;
    }
    return this.run.saveCheckpoint(n, async (folder) => {
      await saveFinetuningState(folder, { ...this.state, step: n, seconds: this.#seconds }, this.parts, engine.runtime);
      await this.#writeBest(join(folder, bestModelFolder));
    });
  }

  get #isOutOfPatience(): boolean {
    return this.#controls.signal.aborted;
  }

  /** The best model so far, as it is used. */
  async #writeBest(folder: string): Promise<void> {
    const { model, tokenizer, context, engine } = this.parts;
    const trained = this.state.best?.values ?? (await engine.runtime.read(model.parameters));
    const values = this.#learner.kind.savedValues?.(trained, context) ?? trained;
    await model.savePretrained(folder, { values });
    await tokenizer.save(folder);
    await writeFile(join(folder, resultsFile), `${JSON.stringify(this.#results(), null, 2)}\n`);
  }

  #results(): FinetuningResults {
    const { options, config, recipe, data, engine, context } = this.parts;
    const { best, history, padding } = this.state;
    const { task, model, initialize = 'pretrained' } = options;
    return {
      version: 1,
      task: task.name,
      kind: task.kind,
      settings: best?.settings ?? context.settings,
      model,
      initialize,
      seed: config.seed,
      recipe,
      labels: context.labels,
      examples: data.examples,
      truncated: data.truncated,
      steps: this.#steps,
      metric: task.metric,
      best: best && { step: best.step, metrics: best.metrics },
      history,
      stoppedEarly: this.#isOutOfPatience,
      paddingShare: padding.sum / Math.max(1, padding.epochs),
      seconds: this.#seconds,
      engine: engine.description,
    };
  }
}
