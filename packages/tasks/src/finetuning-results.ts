import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import type { KindSettings } from './kinds/task-kind.js';
import type { Recipe } from './recipe.js';
import type { TaskKindName } from './task-file.js';

/** What a fine-tuning left in its folder's results.json. */
export interface FinetuningResults {
  readonly version: 1;
  readonly task: string;
  /** Absent in folders of an earlier version, which held classifiers. */
  readonly kind?: TaskKindName;
  /** What was chosen on the development examples besides weights. */
  readonly settings?: KindSettings;
  /** Folder of the model that it began with, as it was found. */
  readonly model: string;
  readonly initialize: 'pretrained' | 'random';
  readonly seed: number;
  readonly recipe: Recipe;
  /** In the order of the model's classes. */
  readonly labels: readonly string[];
  /** Whether its examples were pairs of texts; absent in folders of an earlier version. */
  readonly pairs?: boolean;
  readonly examples: { readonly train: number; readonly dev: number };
  /** How many of them were cut to `recipe.maxLength` tokens. */
  readonly truncated: { readonly train: number; readonly dev: number };
  /** Updates of the whole recipe; `history` tells how far it came. */
  readonly steps: number;
  /** The metric that picks the best evaluation. */
  readonly metric: string;
  /** The evaluation whose parameters the folder holds; null where training was stopped before the first. */
  readonly best: EvaluationRecord | null;
  readonly history: readonly EvaluationRecord[];
  /** Whether training ended because nothing better was found (`recipe.patience`). */
  readonly stoppedEarly?: boolean;
  /** Share of the tokens computed in training that were padding, 0 to 1. */
  readonly paddingShare?: number;
  readonly seconds: number;
  /** First line of the log: engine, threads, hardware. */
  readonly engine: string;
  /**
   * The tasks that shared its encoder (`finetuneTasks`); absent where it was trained alone. Steps, seconds, tokens,
   * operations and padding are then those of all.
   */
  readonly trainedWith?: readonly string[];
}

/** One evaluation on the development examples. */
export interface EvaluationRecord {
  readonly step: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** What it took to come here, evaluations included; absent in folders of an earlier version. */
  readonly seconds?: number;
  /** Tokens computed in training so far, padding included. */
  readonly tokens?: number;
  /** Floating-point operations of the encoder's matrix products in training so far, forward and backward. */
  readonly flops?: number;
}

/** Name of the file in a fine-tuned model's folder. */
export const resultsFile = 'results.json';

/**
 * The results in a fine-tuned model's folder.
 *
 * @returns null where the folder has none: a model from elsewhere
 * @throws UserError where the file is damaged
 */
export async function readResults(folder: string): Promise<FinetuningResults | null> {
  const path = join(folder, resultsFile);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const results = parseJson(text) as Partial<FinetuningResults> | undefined;
  if (results?.version !== 1 || typeof results.recipe?.maxLength !== 'number') {
    throw new UserError({
      what: `${path} is damaged or of another version`,
      expected: '{"version": 1, "recipe": …}',
      received: text.slice(0, 60),
    });
  }
  return results as FinetuningResults;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
