import { join } from 'node:path';
import { packageVersion, parseConfig, readConfigFile } from '@electra-ts/config';
import { createRuntime, type EngineChoice, type RunningEngine } from '@electra-ts/engine';
import { assertVocabulary, type ElectraConfig, fromHuggingFaceConfig, isEncoderParameter, type PretrainedModel, reinitializeLayers } from '@electra-ts/nn';
import { disposeMoments } from '@electra-ts/optim';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';
import { checkTasks } from './check-tasks.js';
import { cutTexts, type EncodedTask, encodeTask, fingerprint } from './encoded-task.js';
import { type FinetuneOptions, type FinetuneTasksOptions, type PlacedTask, placedTasks } from './finetune-options.js';
import { type FinetuningConfig, finetuningConfig, multitaskConfig } from './finetuning-config.js';
import type { FinetuningRecord } from './finetuning-record.js';
import type { Learned, Learner } from './finetuning-step.js';
import { type JudgedTask, judgedTask } from './judged-task.js';
import { doubtfulLabels } from './label-counts.js';
import { type Recipe, resolveRecipe } from './recipe.js';
import { allLearned, sharedMoments, shareEncoder } from './shared-encoder.js';
import { sharedRecipes } from './shared-recipe.js';
import { readTaskTexts, type TaskTexts } from './task-data.js';
import { checkMixing, type TaskMixing } from './task-mixing.js';
import { unknownTags } from './unknown-labels.js';

/** A task with its model. */
export interface LearningTask extends EncodedTask, Learner, Learned {
  readonly model: PretrainedModel;
}

/** What a fine-tuning needs beside its folder and its state. */
export interface FinetuningParts {
  readonly options: FinetuneOptions | FinetuneTasksOptions;
  readonly config: FinetuningConfig;
  /** Where `finetuneTasks` was told: how tasks are mixed. Absent where `finetune` was told its only one. */
  readonly mixing?: TaskMixing;
  /** Of one encoder, which is in each model. */
  readonly tasks: readonly LearningTask[];
  /** What all tasks learn, by common names. */
  readonly learned: Learned;
  readonly tokenizer: Tokenizer;
  readonly engine: RunningEngine;
  readonly record: FinetuningRecord;
  /** What the user should hear and has not been told; the engine adds to it. */
  readonly warnings: string[];
}

/** What a configuration says about one task or several. */
export function readFinetuningConfig(options: FinetuneOptions | FinetuneTasksOptions): { readonly config: FinetuningConfig; readonly mixing?: TaskMixing } {
  const { configuration = {} } = options;
  if (!('tasks' in options)) return { config: parseConfig(finetuningConfig, configuration, 'The configuration') };
  checkTasks(options.tasks.map(({ task }) => task));
  const { training: { mixing, ...training }, ...config } = parseConfig(multitaskConfig, configuration, 'The configuration');
  checkMixing(mixing, options.tasks.map(({ task }) => task.name));
  return { config: { ...config, training }, mixing };
}

/** The recipe of each task, and what the user should hear about them. */
export function recipesOf(options: FinetuneOptions | FinetuneTasksOptions, { training }: FinetuningConfig, network: ElectraConfig): ReturnType<typeof sharedRecipes> {
  if ('tasks' in options) return sharedRecipes(options.tasks.map(({ task }) => task), training, network);
  return { recipes: [resolveRecipe(options.task, training, network)], warnings: [] };
}

/**
 * Opens what a fine-tuning needs. Nothing is written.
 *
 * @throws UserError for a configuration, tasks, data or a model that cannot be used
 */
export async function openFinetuning(
  options: FinetuneOptions | FinetuneTasksOptions,
  onPreparation?: EngineChoice['onPreparation'],
): Promise<FinetuningParts> {
  const { initialize = 'pretrained' } = options;
  const { config, mixing } = readFinetuningConfig(options);
  const warnings: string[] = [];
  const placed: (PlacedTask & { readonly task: JudgedTask })[] = [];
  const texts: TaskTexts[] = [];
  for (const each of placedTasks(options)) {
    const read = await readTaskTexts(each.data, each.task);
    const { task, warning } = judgedTask(each.task, read);
    if (warning !== undefined) warnings.push(ofTask(each, warning));
    placed.push({ ...each, task });
    texts.push(read);
  }
  const folder = await resolveModelFolder(options.model, 'discriminator', (message) => warnings.push(message));
  const network = fromHuggingFaceConfig(await readConfigFile(join(folder, 'config.json')));
  const { recipes, warnings: ofRecipes } = recipesOf(options, config, network);
  const tokenizer = await Tokenizer.fromPretrained(folder);
  assertVocabulary(network, tokenizer);
  const encoded: EncodedTask[] = [];
  for (const [i, each] of placed.entries()) encoded.push(await encodeTask(each, texts[i], recipes[i], tokenizer));
  warnings.push(...ofRecipes, ...encoded.flatMap(cutTexts), ...encoded.flatMap(labelsToHearOf), ...placed.flatMap((each, i) => tagsToHearOf(each, texts[i])));
  const engine = await createRuntime({
    ...config.engine,
    engine: config.engine.name,
    onWarning: (message) => void warnings.push(message),
    ...(onPreparation && { onPreparation }),
  });
  try {
    const { models, encoder } = await startModels(encoded, folder, network, initialize, config.seed);
    const moments = sharedMoments(models);
    const tasks = encoded.map((each, i): LearningTask => ({ ...each, model: models[i], moments: moments[i] }));
    const record: FinetuningRecord = {
      kind: 'fine-tuning',
      packageVersion: packageVersion(import.meta.url),
      initialize,
      seed: config.seed,
      ...(mixing === undefined ? encoded[0].record : { tasks: encoded.map((each) => each.record), mixing }),
      model: { path: options.model, network, ...(encoder !== undefined && { encoder }) },
      tokenizer: tokenizer.fingerprint,
      configuration: { checkpoint: config.checkpoint, engine: config.engine, log: config.log },
      engine: engine.description,
      arithmetic: { engine: engine.name, precision: engine.precision, threads: engine.runtime.threads },
    };
    return { options, config, ...(mixing !== undefined && { mixing }), tasks, learned: allLearned(tasks), tokenizer, engine, record, warnings };
  } catch (error) {
    await engine.runtime.dispose();
    throw error;
  }
}

/** Releases engine and models. */
export async function closeFinetuning({ engine, tasks }: FinetuningParts): Promise<void> {
  // What tasks share is disposed once: the second time does nothing.
  for (const { model, moments } of tasks) {
    model.dispose();
    disposeMoments(moments);
  }
  await engine.runtime.dispose();
}

/** The encoder's values, as bytes: what of a pre-trained model a fine-tuning begins with. */
function* encoderBytes({ parameters }: PretrainedModel): Iterable<Uint8Array> {
  for (const name of Object.keys(parameters).filter(isEncoderParameter).sort()) {
    const { buffer, byteOffset, byteLength } = parameters[name].dataSync();
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** The models that training begins with, all with the encoder of the first, and the fingerprint of the pre-trained encoder. */
async function startModels(
  tasks: readonly EncodedTask[],
  folder: string,
  network: ElectraConfig,
  initialize: 'pretrained' | 'random',
  seed: number,
): Promise<{ readonly models: PretrainedModel[]; readonly encoder?: string }> {
  const models: PretrainedModel[] = [];
  for (const { kind, context: { labels }, recipe } of tasks) {
    const head = { labels, seed, ...(recipe.head && { head: recipe.head }), ...(recipe.answerHead && { answerHead: recipe.answerHead }) };
    const model = initialize === 'random' ? kind.create(network, head) : await kind.load(folder, head);
    if (models.length > 0) shareEncoder(model, models[0]);
    models.push(model);
  }
  if (initialize === 'random') return { models };
  const encoder = fingerprint(encoderBytes(models[0]));
  const { reinitializeLayers: layers }: Recipe = tasks[0].recipe;
  reinitializeLayers(models[0].parameters, network, { layers, seed });
  return { models, encoder };
}

/** What the user should hear of labels that the task does not name, but its examples. */
function labelsToHearOf({ labelCounts: counts, ...placed }: EncodedTask): string[] {
  if ('labels' in placed.task && placed.task.labels !== undefined) return [];
  return doubtfulLabels(counts).map((each) => ofTask(placed, each));
}

/** What the user should hear of tags that the model cannot learn or answer. */
function tagsToHearOf(placed: PlacedTask, { train, dev, labels }: TaskTexts): string[] {
  const { kind } = placed.task;
  const parts = [{ split: 'train', kind, examples: train }, { split: 'dev', kind, examples: dev }] as const;
  const told = parts.map((part) => unknownTags(part, labels)).filter((each) => each !== undefined);
  return told.map((each) => ofTask(placed, each));
}

/** What is told of one of several tasks begins with its name. */
const ofTask = ({ task: { name }, prefix }: PlacedTask, told: string): string => (prefix === '' ? told : `${name}: ${told}`);
