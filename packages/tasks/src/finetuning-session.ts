import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import type { HostTensor, PreparedStep } from '@electra-ts/compiler';
import { parseConfig, readConfigFile } from '@electra-ts/config';
import { createRuntime, type RunningEngine } from '@electra-ts/engine';
import { assertVocabulary, type ElectraConfig, forwardFlops, fromHuggingFaceConfig, type PretrainedModel, reinitializeLayers } from '@electra-ts/nn';
import {
  adamWDefaults,
  createMoments,
  disposeMoments,
  layerwiseRates,
  linearSchedule,
  momentVariables,
  type Moments,
} from '@electra-ts/optim';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder, type TrainingPlan } from '@electra-ts/training';
import { DevEvaluation } from './dev-evaluation.js';
import { type FinetuningConfig, finetuningConfig } from './finetuning-config.js';
import { type EvaluationRecord, type FinetuningResults, resultsFile } from './finetuning-results.js';
import { finetuningStep } from './finetuning-step.js';
import type { KindContext, KindHead, KindSettings, TaskKind, TaskPiece } from './kinds/task-kind.js';
import { kinds } from './kinds/task-kinds.js';
import { classWeightsOf } from './class-weights.js';
import type { LabelledExample, Unlabelled } from './labelled-data.js';
import { qualityOf } from './quality-of.js';
import { type Recipe, resolveRecipe } from './recipe.js';
import { refuseUsedFolder } from './refuse-used-folder.js';
import { type BatchPlan, evaluationBatches, paddingShare, trainingEpoch } from './task-batches.js';
import { readTaskTexts } from './task-data.js';
import type { Task } from './task-file.js';

/** What `finetune` is told. */
export interface FinetuneOptions {
  readonly task: Task;
  /** A model's folder, a checkpoint, or a run, whose newest good checkpoint is taken. */
  readonly model: string;
  /** Folder with the task's files. */
  readonly data: string;
  /** Folder for the fine-tuned model; it must not exist, or be empty, or with `force` hold such a model. */
  readonly out: string;
  /** A value for `finetuningConfig`; `{}` when absent. */
  readonly configuration?: unknown;
  /** `random` trains the same network from nothing, to show what pre-training is worth. Default `pretrained`. */
  readonly initialize?: 'pretrained' | 'random';
  /** Replace the fine-tuned model that `out` holds. */
  readonly force?: boolean;
  /** Stops after the step in progress; the best so far is saved. */
  readonly signal?: AbortSignal;
  /** Hears once what is about to run, before the first step. */
  readonly onStart?: (start: FinetuningStart) => void;
}

/** What is known when training begins. */
export interface FinetuningStart {
  readonly engine: string;
  readonly recipe: Recipe;
  readonly steps: number;
  readonly labels: readonly string[];
  readonly examples: { readonly train: number; readonly dev: number };
}

/** The task's examples, encoded. */
interface EncodedTask {
  readonly train: readonly TaskPiece[];
  readonly dev: { readonly examples: readonly object[]; readonly pieces: readonly TaskPiece[] };
  readonly examples: { readonly train: number; readonly dev: number };
  readonly truncated: { readonly train: number; readonly dev: number };
}

/** Backward passes cost twice the forward pass: a product each for the gradients of inputs and weights. */
const FORWARD_AND_BACKWARD = 3;

/** A fine-tuning with everything open that it needs. */
export class FinetuningSession {
  readonly #history: EvaluationRecord[] = [];
  readonly #started = performance.now();
  readonly #outOfPatience = new AbortController();
  #closing: Promise<void> | undefined;
  /** Padding of the epochs so far, summed, and their number. */
  #padding = { sum: 0, epochs: 0 };
  /** What training has computed so far. */
  #computed = { tokens: 0, flops: 0 };
  #best: (EvaluationRecord & { readonly values: Record<string, HostTensor>; readonly settings: KindSettings }) | null = null;

  private constructor(
    private readonly options: FinetuneOptions,
    private readonly config: FinetuningConfig,
    private readonly recipe: Recipe,
    private readonly data: EncodedTask,
    private readonly context: KindContext,
    private readonly tokenizer: Tokenizer,
    private readonly engine: RunningEngine,
    private readonly model: PretrainedModel,
    private readonly moments: Moments,
    /** What the user should hear before training. */
    readonly warnings: readonly string[],
  ) {}

  /**
   * Opens a fine-tuning. Whatever can be wrong with configuration, data and model is found before anything is written.
   *
   * @throws UserError for any of them
   */
  static async open(options: FinetuneOptions): Promise<FinetuningSession> {
    const config = parseConfig(finetuningConfig, options.configuration ?? {}, 'The configuration');
    await refuseUsedFolder(options.out, options.force);
    const { train, dev, ...outputs } = await readTaskTexts(options.data, options.task);
    const warnings: string[] = [];
    const folder = await resolveModelFolder(options.model, 'discriminator', (message) => warnings.push(message));
    const network = fromHuggingFaceConfig(await readConfigFile(join(folder, 'config.json')));
    const recipe = resolveRecipe(options.task, config.training, network);
    const tokenizer = await Tokenizer.fromPretrained(folder);
    assertVocabulary(network, tokenizer);
    const classWeights = classWeightsOf(recipe.classWeights, train as readonly LabelledExample[], outputs.labels);
    const context: KindContext = { ...outputs, tokenizer, recipe, classWeights };
    const kind = kinds[options.task.kind];
    const encodedTrain = await kind.encode(recipe.swapPairs ? withSwapped(train) : train, context, 'training');
    const encodedDev = await kind.encode(dev, context, 'training');
    const data: EncodedTask = {
      train: encodedTrain.pieces,
      dev: { examples: dev, pieces: encodedDev.pieces },
      examples: { train: train.length, dev: dev.length },
      truncated: { train: encodedTrain.truncated, dev: encodedDev.truncated },
    };
    warnings.push(...cutTexts(data, recipe));
    const engine = await createRuntime({ ...config.engine, engine: config.engine.name });
    try {
      const head = { labels: outputs.labels, seed: config.seed, ...(recipe.head && { head: recipe.head }) };
      const model = await startModel(options, folder, network, recipe, head);
      const moments = createMoments(model.parameters);
      return new FinetuningSession(options, config, recipe, data, context, tokenizer, engine, model, moments, warnings);
    } catch (error) {
      await engine.runtime.dispose();
      throw error;
    }
  }

  /** What is about to run. */
  get start(): FinetuningStart {
    const { engine, recipe, data, context } = this;
    return {
      engine: engine.description,
      recipe,
      steps: this.#steps,
      labels: context.labels,
      examples: data.examples,
    };
  }

  /** What there is to do: the recipe's epochs, with an evaluation and a save after each. */
  plan(signal?: AbortSignal): TrainingPlan {
    const { data, recipe, engine } = this;
    const batching = { batchSize: recipe.batchSize, maxLength: recipe.maxLength };
    const lengths = data.train.map(({ tokens }) => tokens);
    const batches = evaluationBatches(data.dev.pieces.map(({ tokens }) => tokens), batching);
    const dev = new DevEvaluation(engine.runtime, this.#learner, { ...data.dev, batches }, this.context);
    const step = this.#prepareStep();
    const schedule = linearSchedule({
      peak: recipe.learningRate,
      warmupSteps: Math.floor(this.#steps * recipe.warmupShare),
      totalSteps: this.#steps,
    });
    let epoch: { readonly number: number; readonly batches: readonly BatchPlan[] } = { number: -1, batches: [] };
    const batchOf = (n: number): BatchPlan => {
      const number = Math.floor((n - 1) / this.#stepsPerEpoch);
      if (epoch.number !== number) {
        epoch = { number, batches: trainingEpoch(lengths, { ...batching, seed: this.config.seed, epoch: number }) };
        this.#padding.sum += paddingShare(lengths, epoch.batches);
        this.#padding.epochs++;
      }
      return epoch.batches[(n - 1) % this.#stepsPerEpoch];
    };
    const every = this.#stepsPerEpoch;
    return {
      from: 0,
      steps: this.#steps,
      step: (n) => this.#update(step, batchOf(n), schedule(n - 1), n),
      evaluate: { every, run: (n) => this.#evaluate(dev, n) },
      save: { every, run: () => this.#save() },
      log: this.config.log,
      signal: AbortSignal.any([this.#outOfPatience.signal, ...(signal ? [signal] : [])]),
    };
  }

  /** Releases the engine and the model; once, however often it is called. */
  close(): Promise<void> {
    return (this.#closing ??= this.#release());
  }

  async #release(): Promise<void> {
    this.model.dispose();
    disposeMoments(this.moments);
    await this.engine.runtime.dispose();
  }

  get #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.data.train.length / this.recipe.batchSize);
  }

  get #steps(): number {
    return Math.max(1, Math.round(this.recipe.epochs * this.#stepsPerEpoch));
  }

  #prepareStep(): PreparedStep {
    const { model, moments, recipe, engine, config } = this;
    const { numHiddenLayers } = model.config;
    const names = Object.keys(model.parameters);
    const step = finetuningStep(this.#learner, moments, {
      adamW: { ...adamWDefaults, weightDecay: recipe.weightDecay },
      rates: layerwiseRates(names, { decay: recipe.layerDecay, numHiddenLayers }),
      clipNorm: recipe.clipNorm,
    });
    return engine.runtime.prepare(step, {
      name: 'fine-tuning step',
      variables: { ...model.parameters, ...momentVariables(moments) },
      seed: config.seed,
    });
  }

  async #update(step: PreparedStep, batch: BatchPlan, learningRate: number, n: number): Promise<Record<string, number>> {
    const started = performance.now();
    const rate: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) };
    const pieces = batch.rows.map((row) => this.data.train[row]);
    const { kind } = this.#learner;
    const inputs = kind.inputs(pieces, batch.shape, this.tokenizer.specialTokens.pad);
    const feeds = { ...inputs, ...kind.targets(pieces, batch.shape), learningRate: rate };
    const { loss, gradientNorm } = await step.run(feeds, n);
    if (!Number.isFinite(loss.data[0])) {
      throw new Error(
        `The loss is ${loss.data[0]} at step ${n}: training has diverged. Choose a learning rate below ` +
          `${this.recipe.learningRate}.`,
      );
    }
    this.#count(inputs['ids'].shape);
    const stepSeconds = (performance.now() - started) / 1000;
    const examplesPerSecond = batch.rows.length / stepSeconds;
    return { loss: loss.data[0], gradientNorm: gradientNorm.data[0], learningRate, stepSeconds, examplesPerSecond };
  }

  /** Counts a batch of ids, [rows, tokens] or, with several sequences an example, [rows, choices, tokens]. */
  #count(shape: readonly number[]): void {
    const tokens = shape.reduce((product, size) => product * size, 1);
    const sequenceLength = shape[shape.length - 1];
    this.#computed.tokens += tokens;
    this.#computed.flops += FORWARD_AND_BACKWARD * forwardFlops(this.model.config, { batchSize: tokens / sequenceLength, sequenceLength }, this.#learner.kind.states);
  }

  async #evaluate(dev: DevEvaluation, step: number): Promise<Record<string, number>> {
    const { metrics, settings } = await dev.run();
    const record = { step, metrics, seconds: this.#seconds, ...this.#computed };
    const valueOf = (each: EvaluationRecord) => qualityOf(this.options.task, each.metrics);
    this.#history.push(record);
    // Of equals the earlier one: it has seen less of the training examples.
    if (this.#best === null || valueOf(record) > valueOf(this.#best)) {
      this.#best = { ...record, settings, values: await this.engine.runtime.read(this.model.parameters) };
    }
    const { patience } = this.recipe;
    const since = this.#history.length - 1 - this.#history.findIndex((each) => each.step === this.#best?.step);
    if (patience !== undefined && since >= patience) this.#outOfPatience.abort();
    return record.metrics;
  }

  get #learner(): { readonly kind: TaskKind; readonly model: PretrainedModel } {
    return { kind: kinds[this.options.task.kind], model: this.model };
  }

  async #save(): Promise<string> {
    const { model, tokenizer, options, context } = this;
    const trained = this.#best?.values ?? (await this.engine.runtime.read(model.parameters));
    const values = this.#learner.kind.savedValues?.(trained, context) ?? trained;
    await writeFolderAtomically(options.out, async (folder) => {
      await model.savePretrained(folder, { values });
      await tokenizer.save(folder);
      await writeFile(join(folder, resultsFile), `${JSON.stringify(this.#results(), null, 2)}\n`);
    });
    return options.out;
  }

  #results(): FinetuningResults {
    const { options, config, recipe, data, engine, context } = this;
    const { task, model, initialize = 'pretrained' } = options;
    return {
      version: 1,
      task: task.name,
      kind: task.kind,
      settings: this.#best?.settings ?? context.settings,
      model,
      initialize,
      seed: config.seed,
      recipe,
      labels: context.labels,
      examples: data.examples,
      truncated: data.truncated,
      steps: this.#steps,
      metric: task.metric,
      best: this.#best && { step: this.#best.step, metrics: this.#best.metrics },
      history: this.#history,
      stoppedEarly: this.#outOfPatience.signal.aborted,
      paddingShare: this.#padding.sum / Math.max(1, this.#padding.epochs),
      seconds: this.#seconds,
      engine: engine.description,
    };
  }
}

async function startModel(
  { task, initialize = 'pretrained' }: FinetuneOptions,
  folder: string,
  network: ElectraConfig,
  { reinitializeLayers: layers }: Recipe,
  head: KindHead,
): Promise<PretrainedModel> {
  const kind = kinds[task.kind];
  if (initialize === 'random') return kind.create(network, head);
  const model = await kind.load(folder, head);
  reinitializeLayers(model.parameters, network, { layers, seed: head.seed });
  return model;
}

/** Pairs, and after them each with its texts in the other order. */
function withSwapped(examples: readonly object[]): object[] {
  const swapped = (examples as readonly Unlabelled[]).map((each) => ({ ...each, text: each.pair ?? '', pair: each.text }));
  return [...examples, ...swapped];
}

function cutTexts({ examples: { train, dev }, truncated }: EncodedTask, { maxLength }: Recipe): string[] {
  if (truncated.train + truncated.dev === 0) return [];
  return [
    `${truncated.train} of ${train} training and ${truncated.dev} of ${dev} development texts are cut ` +
      `to ${maxLength} tokens (training.maxLength).`,
  ];
}
