import { join } from 'node:path';
import { parseConfig, readConfigFile, UserError } from '@electra-ts/config';
import { fromHuggingFaceConfig } from '@electra-ts/nn';
import { recordDifferences } from '@electra-ts/training';
import { finetuningConfig } from './finetuning-config.js';
import { type FinetuningResults, readResults } from './finetuning-results.js';
import type { FinetuneOptions } from './finetuning-session.js';
import { defaultRecipe, resolveRecipe } from './recipe.js';

/**
 * The results of a fine-tuning that needs no resuming, because it has come to its end.
 *
 * @returns null where `options.out` holds no fine-tuned model
 * @throws UserError where it is of another task, seed or recipe than is asked for, or was stopped by an earlier version,
 *   which kept nothing to go on from
 */
export async function finishedFinetuning(options: FinetuneOptions): Promise<FinetuningResults | null> {
  const { out, task, initialize = 'pretrained' } = options;
  const results = await readResults(out);
  if (results === null) return null;
  const { seed, training } = parseConfig(finetuningConfig, options.configuration ?? {}, 'The configuration');
  const network = fromHuggingFaceConfig(await readConfigFile(join(out, 'config.json')));
  const asked = { task: task.name, kind: task.kind, metric: task.metric, initialize, seed, training: resolveRecipe(task, training, network) };
  const { kind = 'classification', metric, recipe } = results;
  const found = { task: results.task, kind, metric, initialize: results.initialize, seed: results.seed, training: { ...defaultRecipe, ...recipe } };
  const changes = recordDifferences(found, asked).map(({ text }) => text);
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
