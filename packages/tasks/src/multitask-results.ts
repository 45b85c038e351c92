import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import type { EvaluationRecord } from './finetuning-results.js';
import type { TaskMixing } from './task-mixing.js';

/**
 * What a fine-tuning of several tasks left in tasks.json, beside a folder for each task. Metrics are named
 * `task/metric`; `mean` is the mean of the tasks' own metrics, by which the best evaluation is found.
 */
export interface MultitaskResults {
  readonly version: 1;
  readonly tasks: readonly {
    /** Its name, which is that of its folder. */
    readonly task: string;
    readonly metric: string;
    /** How many of the steps were its own. */
    readonly steps: number;
  }[];
  readonly mixing: TaskMixing;
  /** Updates of the whole recipe; `history` tells how far it came. */
  readonly steps: number;
  readonly best: EvaluationRecord | null;
  readonly history: readonly EvaluationRecord[];
  /** Whether training ended because nothing better was found (`training.patience`). */
  readonly stoppedEarly: boolean;
  /** Share of the tokens computed in training that were padding, 0 to 1. */
  readonly paddingShare: number;
  readonly seconds: number;
  /** First line of the log: engine, threads, hardware. */
  readonly engine: string;
}

/** Name of the file in the folder of several tasks. */
export const multitaskFile = 'tasks.json';

/**
 * The results in the folder of several tasks that were fine-tuned together.
 *
 * @returns null where the folder has none
 * @throws UserError where the file is damaged
 */
export async function readMultitaskResults(folder: string): Promise<MultitaskResults | null> {
  const path = join(folder, multitaskFile);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const results = JSON.parse(text) as MultitaskResults;
    if (results.version === 1 && Array.isArray(results.tasks)) return results;
  } catch {
    // Refused below.
  }
  throw new UserError({ what: `${path} is damaged or of another version`, expected: '{"version": 1, "tasks": …}', received: text.slice(0, 60) });
}
