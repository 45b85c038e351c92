import { join } from 'node:path';
import { readConfigFile, UserError } from '@electra-ts/config';
import { fromHuggingFaceConfig } from '@electra-ts/nn';
import { recordDifferences } from '@electra-ts/training';
import { type FinetuneOptions, type FinetuneTasksOptions, placedTasks } from './finetune-options.js';
import { readFinetuningConfig, recipesOf } from './finetuning-parts.js';
import { type FinetuningResults, readResults } from './finetuning-results.js';
import { type MultitaskResults, readMultitaskResults } from './multitask-results.js';
import { defaultRecipe, type Recipe } from './recipe.js';
import type { Task } from './task-file.js';

/**
 * The results of a fine-tuning that needs no resuming, because it has come to its end.
 *
 * @returns null where `options.out` holds no fine-tuned model, or those of no several tasks where such are asked for
 * @throws UserError where it is of other tasks, another seed or recipe than is asked for, or was stopped by an earlier
 *   version, which kept nothing to go on from
 */
export async function finishedFinetuning(options: FinetuneOptions | FinetuneTasksOptions): Promise<FinetuningResults | MultitaskResults | null> {
  const { out, initialize = 'pretrained' } = options;
  const several = 'tasks' in options ? await readMultitaskResults(out) : null;
  const results = 'tasks' in options ? several : await readResults(out);
  if (results === null) return null;
  const { config, mixing } = readFinetuningConfig(options);
  const placed = placedTasks(options);
  const foundIn = (name: string) => readResults(join(out, name));
  const folders = several === null ? placed.map(({ folder }) => folder) : several.tasks.map(({ task }) => task);
  const network = fromHuggingFaceConfig(await readConfigFile(join(out, folders[0], 'config.json')));
  const { recipes } = recipesOf(options, config, network);
  const now = placed.map(({ folder }) => folder);
  if (String([...folders].sort()) !== String([...now].sort())) {
    throw new UserError({
      what: `The fine-tuned models in ${out} are not the ones that are asked for`,
      expected: `the tasks ${folders.join(', ')}`,
      received: `the tasks ${now.join(', ')}`,
      remedy: 'Choose another --out, or begin anew by --force without --resume.',
    });
  }
  const ofFolders = new Map(await Promise.all(folders.map(async (name) => [name, await foundIn(name)] as const)));
  const found = folders.map((name) => ofFolders.get(name)).map((each) => each && taskFound(each));
  const askedFor = placed.map(({ task, folder }, i) => taskAsked(task, ofFolders.get(folder) ?? null, recipes[i], initialize, config.seed));
  const changes = recordDifferences(
    several === null ? found[0] : { tasks: Object.fromEntries(folders.map((name, i) => [name, found[i]])), mixing: several.mixing },
    several === null ? askedFor[0] : { tasks: Object.fromEntries(now.map((name, i) => [name, askedFor[i]])), mixing },
  ).map(({ text }) => text);
  const done = results.history.at(-1)?.step ?? 0;
  if (changes.length === 0 && (done >= results.steps || results.stoppedEarly)) return results;
  throw new UserError({
    what:
      changes.length > 0
        ? `The fine-tuned model in ${out} is not the one that is asked for: ${changes.join('; ')}`
        : `The fine-tuning in ${out} was stopped at step ${done} of ${results.steps} by an earlier version, which kept nothing to go on from`,
    remedy: 'Choose another --out, or begin anew by --force without --resume.',
  });
}

/** A metric that the task does not name goes by the data, which has not been read. */
const taskAsked = ({ name, kind, metric }: Task, found: FinetuningResults | null, training: Recipe, initialize: 'pretrained' | 'random', seed: number) => ({ task: name, kind, metric: metric ?? found?.metric, initialize, seed, training });

const taskFound = ({ task, kind = 'classification', metric, initialize, seed, recipe }: FinetuningResults) => ({
  task, kind, metric, initialize, seed, training: { ...defaultRecipe, ...recipe },
});
