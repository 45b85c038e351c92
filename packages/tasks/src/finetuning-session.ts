import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import type { HostTensor, PreparedStep } from '@electra-ts/compiler';
import { parseConfig, readConfigFile, UserError } from '@electra-ts/config';
import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { createRuntime, type RunningEngine } from '@electra-ts/engine';
import { type ElectraConfig, fromHuggingFaceConfig } from '@electra-ts/nn';
import {
  adamWDefaults,
  createMoments,
  disposeMoments,
  layerwiseRates,
  linearSchedule,
  type Moments,
} from '@electra-ts/optim';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder, type TrainingPlan } from '@electra-ts/training';
import { classificationStep } from './classification-step.js';
import { DevEvaluation } from './dev-evaluation.js';
import { type FinetuningConfig, finetuningConfig } from './finetuning-config.js';
import { type EvaluationRecord, type FinetuningResults, resultsFile } from './finetuning-results.js';
import { type Recipe, resolveRecipe } from './recipe.js';
import { evaluationBatches, type TaskBatch, type TaskExample, trainingEpoch } from './task-batches.js';
import { encodeTask, readTaskTexts } from './task-data.js';
import type { Task } from './task-file.js';

/** What `finetune` is told. */
export interface FinetuneOptions {
  readonly task: Task;
  /** A model's folder, a checkpoint, or a run, whose newest good checkpoint is taken. */
  readonly model: string;
  /** Folder with the task's files. */
  readonly data: string;
  /** Folder for the fine-tuned model; it must not exist, or be empty, unless `force` is set. */
  readonly out: string;
  /** A value for `finetuningConfig`; `{}` when absent. */
  readonly configuration?: unknown;
  /** `random` trains the same network from nothing, to show what pre-training is worth. Default `pretrained`. */
  readonly initialize?: 'pretrained' | 'random';
  /** Replace what `out` holds. */
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
  readonly labels: readonly string[];
  readonly train: readonly TaskExample[];
  readonly dev: readonly TaskExample[];
  readonly truncated: { readonly train: number; readonly dev: number };
}

/** A fine-tuning with everything open that it needs. */
export class FinetuningSession {
  readonly #history: EvaluationRecord[] = [];
  readonly #started = performance.now();
  #closing: Promise<void> | undefined;
  #best: (EvaluationRecord & { readonly values: Record<string, HostTensor> }) | null = null;

  private constructor(
    private readonly options: FinetuneOptions,
    private readonly config: FinetuningConfig,
    private readonly recipe: Recipe,
    private readonly data: EncodedTask,
    private readonly tokenizer: Tokenizer,
    private readonly engine: RunningEngine,
    private readonly model: ElectraForSequenceClassification,
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
    if (!options.force) await refuseUsed(options.out);
    const { train, dev, labels } = await readTaskTexts(options.data, options.task);
    const warnings: string[] = [];
    const folder = await resolveModelFolder(options.model, 'discriminator', (message) => warnings.push(message));
    const network = fromHuggingFaceConfig(await readConfigFile(join(folder, 'config.json')));
    const recipe = resolveRecipe(options.task.training, config.training, network.maxPositionEmbeddings);
    const tokenizer = await Tokenizer.fromPretrained(folder);
    const encodedTrain = await encodeTask(train, labels, tokenizer, recipe.maxLength);
    const encodedDev = await encodeTask(dev, labels, tokenizer, recipe.maxLength);
    const data = {
      labels,
      train: encodedTrain.examples,
      dev: encodedDev.examples,
      truncated: { train: encodedTrain.truncated, dev: encodedDev.truncated },
    };
    warnings.push(...cutTexts(data, recipe));
    const engine = await createRuntime({ engine: config.engine.name, threads: config.engine.threads });
    try {
      const model = await startModel(options, folder, network, { labels, seed: config.seed });
      const moments = createMoments(model.parameters);
      return new FinetuningSession(options, config, recipe, data, tokenizer, engine, model, moments, warnings);
    } catch (error) {
      await engine.runtime.dispose();
      throw error;
    }
  }

  /** What is about to run. */
  get start(): FinetuningStart {
    const { engine, recipe, data } = this;
    return {
      engine: engine.description,
      recipe,
      steps: this.#steps,
      labels: data.labels,
      examples: { train: data.train.length, dev: data.dev.length },
    };
  }

  /** What there is to do: the recipe's epochs, with an evaluation and a save after each. */
  plan(signal?: AbortSignal): TrainingPlan {
    const { data, recipe, tokenizer, engine, model } = this;
    const batching = { batchSize: recipe.batchSize, maxLength: recipe.maxLength, padId: tokenizer.specialTokens.pad };
    const dev = new DevEvaluation(engine.runtime, model, {
      examples: data.dev,
      batches: evaluationBatches(data.dev, batching),
    });
    const step = this.#prepareStep();
    const schedule = linearSchedule({
      peak: recipe.learningRate,
      warmupSteps: Math.floor(this.#steps * recipe.warmupShare),
      totalSteps: this.#steps,
    });
    let epoch: { readonly number: number; readonly batches: readonly TaskBatch[] } = { number: -1, batches: [] };
    const batchOf = (n: number): TaskBatch => {
      const number = Math.floor((n - 1) / this.#stepsPerEpoch);
      if (epoch.number !== number) {
        epoch = { number, batches: trainingEpoch(data.train, { ...batching, seed: this.config.seed, epoch: number }) };
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
      signal,
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
    const step = classificationStep(model, moments, {
      adamW: { ...adamWDefaults, weightDecay: recipe.weightDecay },
      rates: layerwiseRates(names, { decay: recipe.layerDecay, numHiddenLayers }),
      clipNorm: recipe.clipNorm,
    });
    const moment = (order: 'first' | 'second') =>
      Object.fromEntries(Object.entries(moments[order]).map(([name, variable]) => [`${order}.${name}`, variable]));
    return engine.runtime.prepare(step, {
      name: 'fine-tuning step',
      variables: { ...model.parameters, ...moment('first'), ...moment('second') },
      seed: config.seed,
    });
  }

  async #update(step: PreparedStep, batch: TaskBatch, learningRate: number, n: number): Promise<Record<string, number>> {
    const started = performance.now();
    const rate: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) };
    const { loss, gradientNorm } = await step.run({ ...batch.feeds, learningRate: rate }, n);
    if (!Number.isFinite(loss.data[0])) {
      throw new Error(
        `The loss is ${loss.data[0]} at step ${n}: training has diverged. Choose a learning rate below ` +
          `${this.recipe.learningRate}.`,
      );
    }
    const stepSeconds = (performance.now() - started) / 1000;
    const examplesPerSecond = batch.rows.length / stepSeconds;
    return { loss: loss.data[0], gradientNorm: gradientNorm.data[0], learningRate, stepSeconds, examplesPerSecond };
  }

  async #evaluate(dev: DevEvaluation, step: number): Promise<Record<string, number>> {
    const record = { step, metrics: await dev.run() };
    const metric = this.options.task.metric;
    const valueOf = ({ metrics }: EvaluationRecord) => metrics[metric] ?? -Infinity;
    this.#history.push(record);
    // Of equals the earlier one: it has seen less of the training examples.
    if (this.#best === null || valueOf(record) > valueOf(this.#best)) {
      this.#best = { ...record, values: await this.engine.runtime.read(this.model.parameters) };
    }
    return record.metrics;
  }

  async #save(): Promise<string> {
    const { model, tokenizer, options } = this;
    const values = this.#best?.values ?? (await this.engine.runtime.read(model.parameters));
    await writeFolderAtomically(options.out, async (folder) => {
      await model.savePretrained(folder, values);
      await tokenizer.save(folder);
      await writeFile(join(folder, resultsFile), `${JSON.stringify(this.#results(), null, 2)}\n`);
    });
    return options.out;
  }

  #results(): FinetuningResults {
    const { options, config, recipe, data, engine } = this;
    const { task, model, initialize = 'pretrained' } = options;
    return {
      version: 1,
      task: task.name,
      model,
      initialize,
      seed: config.seed,
      recipe,
      labels: data.labels,
      examples: { train: data.train.length, dev: data.dev.length },
      truncated: data.truncated,
      steps: this.#steps,
      metric: task.metric,
      best: this.#best && { step: this.#best.step, metrics: this.#best.metrics },
      history: this.#history,
      seconds: (performance.now() - this.#started) / 1000,
      engine: engine.description,
    };
  }
}

async function startModel(
  { initialize = 'pretrained' }: FinetuneOptions,
  folder: string,
  network: ElectraConfig,
  head: { readonly labels: readonly string[]; readonly seed: number },
): Promise<ElectraForSequenceClassification> {
  return initialize === 'random'
    ? ElectraForSequenceClassification.create(network, head)
    : ElectraForSequenceClassification.fromPretrained(folder, head);
}

/** @throws UserError where the folder holds something */
async function refuseUsed(folder: string): Promise<void> {
  const content = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UserError({ what: `${folder} cannot be used for the fine-tuned model`, received: error.message });
  });
  if (content.length > 0) {
    throw new UserError({
      what: `${folder} is not empty`,
      expected: 'a folder that does not exist yet',
      received: content.slice(0, 5).join(', '),
      remedy: 'Choose another --out, or replace it by --force.',
    });
  }
}

function cutTexts({ train, dev, truncated }: EncodedTask, { maxLength }: Recipe): string[] {
  if (truncated.train + truncated.dev === 0) return [];
  return [
    `${truncated.train} of ${train.length} training and ${truncated.dev} of ${dev.length} development texts are cut ` +
      `to ${maxLength} tokens (training.maxLength).`,
  ];
}
