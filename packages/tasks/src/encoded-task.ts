import { createHash } from 'node:crypto';
import { classWeightsOf } from './class-weights.js';
import type { PlacedTask } from './finetune-options.js';
import type { TaskRecord } from './finetuning-record.js';
import type { ExampleTokenizer } from './encode-examples.js';
import type { JudgedTask } from './judged-task.js';
import type { KindContext, TaskKind, TaskPiece } from './kinds/task-kind.js';
import { kinds } from './kinds/task-kinds.js';
import { type LabelCount, labelCounts } from './label-counts.js';
import type { LabeledExample, Unlabeled } from './labeled-data.js';
import type { Recipe } from './recipe.js';
import type { TaskTexts } from './task-data.js';
import type { Task } from './task-file.js';

/** A task's examples, as the network reads them, and what its outputs mean. */
export interface EncodedTask extends PlacedTask {
  readonly task: JudgedTask;
  readonly kind: TaskKind;
  readonly recipe: Recipe;
  readonly context: KindContext;
  readonly train: readonly TaskPiece[];
  readonly dev: { readonly examples: readonly object[]; readonly pieces: readonly TaskPiece[] };
  readonly examples: { readonly train: number; readonly dev: number };
  readonly truncated: { readonly train: number; readonly dev: number };
  /** See `labelCounts`. */
  readonly labelCounts: readonly LabelCount[];
  readonly record: TaskRecord;
}

/**
 * Encodes a task's examples for training and evaluation.
 *
 * @throws UserError where the recipe does not fit the examples
 */
export async function encodeTask(placed: PlacedTask & Pick<EncodedTask, 'task'>, { train, dev, ...outputs }: TaskTexts, recipe: Recipe, tokenizer: ExampleTokenizer): Promise<EncodedTask> {
  const { task, data } = placed;
  const kind = kinds[task.kind];
  const classWeights = classWeightsOf(recipe.classWeights, train as readonly LabeledExample[], outputs.labels);
  const context: KindContext = { ...outputs, tokenizer, recipe, classWeights };
  const encodedTrain = await kind.encode(recipe.swapPairs ? withSwapped(train) : train, context, 'training');
  const encodedDev = await kind.encode(dev, context, 'training');
  const ofTask = Object.fromEntries(Object.entries(task).filter(([key]) => key !== 'training')) as Omit<Task, 'training'>;
  const shown = (examples: readonly object[]) => fingerprint(examples.map((each) => JSON.stringify(each)));
  return {
    ...placed,
    kind,
    recipe,
    context,
    train: encodedTrain.pieces,
    dev: { examples: dev, pieces: encodedDev.pieces },
    examples: { train: train.length, dev: dev.length },
    labelCounts: labelCounts(task.kind, train, outputs.labels),
    // A pair is cut in both orders or in none.
    truncated: { train: encodedTrain.truncated / (recipe.swapPairs ? 2 : 1), dev: encodedDev.truncated },
    record: { task: ofTask, training: recipe, labels: outputs.labels, data: { path: data, train: shown(train), dev: shown(dev) } },
  };
}

/** What a user should hear of texts that are cut. */
export function cutTexts({ task, prefix, examples: { train, dev }, truncated, kind, recipe }: EncodedTask): string[] {
  if (truncated.train + truncated.dev === 0) return [];
  const { what, tokens, key } = kind.cut?.(recipe) ?? { what: 'texts', tokens: recipe.maxLength, key: 'training.maxLength' };
  return [
    `${prefix === '' ? '' : `${task.name}: `}${truncated.train} of ${train} training and ${truncated.dev} of ${dev} development ${what} are cut ` +
      `to ${tokens} tokens (${key}).`,
  ];
}

/** SHA-256 of parts, one after the other. */
export function fingerprint(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Pairs, and after them each with its texts in the other order. */
function withSwapped(examples: readonly object[]): object[] {
  const swapped = (examples as readonly Unlabeled[]).map((each) => ({ ...each, text: each.pair ?? '', pair: each.text }));
  return [...examples, ...swapped];
}
