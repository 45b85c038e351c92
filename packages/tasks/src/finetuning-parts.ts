import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseConfig, readConfigFile } from '@electra-ts/config';
import { createRuntime, type EngineChoice, type RunningEngine } from '@electra-ts/engine';
import { assertVocabulary, type ElectraConfig, fromHuggingFaceConfig, type PretrainedModel, reinitializeLayers } from '@electra-ts/nn';
import { createMoments, disposeMoments, type Moments } from '@electra-ts/optim';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';
import { classWeightsOf } from './class-weights.js';
import { type FinetuningConfig, finetuningConfig } from './finetuning-config.js';
import type { FinetuningRecord } from './finetuning-record.js';
import type { FinetuneOptions } from './finetuning-session.js';
import type { KindContext, KindHead, TaskPiece } from './kinds/task-kind.js';
import { kinds } from './kinds/task-kinds.js';
import type { LabelledExample, Unlabelled } from './labelled-data.js';
import { type Recipe, resolveRecipe } from './recipe.js';
import { readTaskTexts } from './task-data.js';
import type { Task } from './task-file.js';

/** What a fine-tuning needs beside its folder and its state. */
export interface FinetuningParts {
  readonly options: FinetuneOptions;
  readonly config: FinetuningConfig;
  readonly recipe: Recipe;
  readonly data: EncodedTask;
  readonly context: KindContext;
  readonly tokenizer: Tokenizer;
  readonly engine: RunningEngine;
  readonly model: PretrainedModel;
  readonly moments: Moments;
  readonly record: FinetuningRecord;
  /** What the user should hear and has not been told; the engine adds to it. */
  readonly warnings: string[];
}

/** The task's examples, encoded. */
export interface EncodedTask {
  readonly train: readonly TaskPiece[];
  readonly dev: { readonly examples: readonly object[]; readonly pieces: readonly TaskPiece[] };
  readonly examples: { readonly train: number; readonly dev: number };
  readonly truncated: { readonly train: number; readonly dev: number };
}

/**
 * Opens what a fine-tuning needs. Nothing is written.
 *
 * @throws UserError for a configuration, data or a model that cannot be used
 */
export async function openFinetuning(options: FinetuneOptions, onPreparation?: EngineChoice['onPreparation']): Promise<FinetuningParts> {
  const { task, initialize = 'pretrained' } = options;
  const config = parseConfig(finetuningConfig, options.configuration ?? {}, 'The configuration');
  const { train, dev, ...outputs } = await readTaskTexts(options.data, task);
  const warnings: string[] = [];
  const folder = await resolveModelFolder(options.model, 'discriminator', (message) => warnings.push(message));
  const network = fromHuggingFaceConfig(await readConfigFile(join(folder, 'config.json')));
  const recipe = resolveRecipe(task, config.training, network);
  const tokenizer = await Tokenizer.fromPretrained(folder);
  assertVocabulary(network, tokenizer);
  const classWeights = classWeightsOf(recipe.classWeights, train as readonly LabelledExample[], outputs.labels);
  const context: KindContext = { ...outputs, tokenizer, recipe, classWeights };
  const kind = kinds[task.kind];
  const encodedTrain = await kind.encode(recipe.swapPairs ? withSwapped(train) : train, context, 'training');
  const encodedDev = await kind.encode(dev, context, 'training');
  const data: EncodedTask = {
    train: encodedTrain.pieces,
    dev: { examples: dev, pieces: encodedDev.pieces },
    examples: { train: train.length, dev: dev.length },
    truncated: { train: encodedTrain.truncated, dev: encodedDev.truncated },
  };
  warnings.push(...cutTexts(data, recipe));
  const engine = await createRuntime({
    ...config.engine,
    engine: config.engine.name,
    onWarning: (message) => void warnings.push(message),
    ...(onPreparation && { onPreparation }),
  });
  try {
    const head = { labels: outputs.labels, seed: config.seed, ...(recipe.head && { head: recipe.head }), ...(recipe.answerHead && { answerHead: recipe.answerHead }) };
    const { model, encoder } = await startModel(options, folder, network, recipe, head);
    const ofTask = Object.fromEntries(Object.entries(task).filter(([key]) => key !== 'training')) as Omit<Task, 'training'>;
    const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
    const record: FinetuningRecord = {
      kind: 'fine-tuning',
      packageVersion: version,
      task: ofTask,
      initialize,
      seed: config.seed,
      training: recipe,
      labels: outputs.labels,
      model: { path: options.model, network, ...(encoder !== undefined && { encoder }) },
      tokenizer: tokenizer.fingerprint,
      data: { path: options.data, train: fingerprint(train.map((each) => JSON.stringify(each))), dev: fingerprint(dev.map((each) => JSON.stringify(each))) },
      configuration: { checkpoint: config.checkpoint, engine: config.engine, log: config.log },
      engine: engine.description,
    };
    return { options, config, recipe, data, context, tokenizer, engine, model, moments: createMoments(model.parameters), record, warnings };
  } catch (error) {
    await engine.runtime.dispose();
    throw error;
  }
}

/** Releases engine and model. */
export async function closeFinetuning({ engine, model, moments }: FinetuningParts): Promise<void> {
  model.dispose();
  disposeMoments(moments);
  await engine.runtime.dispose();
}

/** SHA-256 of parts, one after the other. */
function fingerprint(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The encoder's values, as bytes: what of a pre-trained model a fine-tuning begins with. */
function* encoderBytes({ parameters }: PretrainedModel): Iterable<Uint8Array> {
  for (const name of Object.keys(parameters).filter((each) => each.startsWith('electra.')).sort()) {
    const { buffer, byteOffset, byteLength } = parameters[name].dataSync();
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** The model that training begins with, and the fingerprint of the pre-trained encoder in it. */
async function startModel(
  { task, initialize = 'pretrained' }: FinetuneOptions,
  folder: string,
  network: ElectraConfig,
  { reinitializeLayers: layers }: Recipe,
  head: KindHead,
): Promise<{ readonly model: PretrainedModel; readonly encoder?: string }> {
  const kind = kinds[task.kind];
  if (initialize === 'random') return { model: kind.create(network, head) };
  const model = await kind.load(folder, head);
  const encoder = fingerprint(encoderBytes(model));
  reinitializeLayers(model.parameters, network, { layers, seed: head.seed });
  return { model, encoder };
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
