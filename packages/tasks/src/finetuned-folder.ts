import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyModel } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { resolveModelFolder, RunFolder } from '@electra-ts/training';
import { isFinetuningRecord } from './finetuning-record.js';
import { multitaskFile } from './multitask-results.js';

/** What a folder of several fine-tunings has, and what its own folders are called. */
const several = [
  { file: 'sweep.json', what: 'the fine-tunings of a sweep', own: /-/ },
  { file: 'seeds.json', what: 'the fine-tunings of several seeds', own: /^seed-\d+$/ },
  { file: multitaskFile, what: 'the fine-tuned models of several tasks', own: /^/ },
];

/**
 * The folder of a fine-tuned model, given where a fine-tuning was told to leave it: that of its best evaluation so far
 * where it was interrupted or still goes on; also that of the model in one of its checkpoints. Any other folder is given back.
 *
 * @param warn hears of damaged checkpoints that are passed over, and of files beside weights that have changed
 * @param options.verifies whether files are compared with the manifest.json that lists them; false for who reads none of the weights (true)
 * @throws UserError where there are several, naming them, where none was saved yet, and for damaged weights (see `verifyModel`)
 */
export async function finetunedFolder(
  path: string,
  warn: (message: string) => void = () => undefined,
  options: { readonly verifies?: boolean } = {},
): Promise<string> {
  const { verifies = true } = options;
  const verified = async (folder: string) => {
    if (verifies) await verifyModel(folder, warn);
    return folder;
  };
  if (existsSync(join(path, 'config.json'))) return verified(path);
  for (const { file, what, own } of several) {
    if (!existsSync(join(path, file))) continue;
    const folders = (await readdir(path, { withFileTypes: true })).filter((each) => each.isDirectory() && own.test(each.name));
    throw new UserError({
      what: `${path} holds ${what}`,
      expected: 'the folder of one',
      remedy: `Name one of them: ${folders.map(({ name }) => join(path, name)).sort().join(', ')}.`,
    });
  }
  const saved = join(path, 'discriminator');
  // Of pre-training's checkpoints, which have both networks, `kindOfModel` says what they lack.
  if (existsSync(join(saved, 'config.json')) && !existsSync(join(path, 'generator'))) return verified(saved);
  const record = existsSync(join(path, 'run.json')) ? await RunFolder.configOf(path) : null;
  if (!isFinetuningRecord(record)) return path;
  if ('tasks' in record) {
    throw new UserError({
      what: `${path} holds a fine-tuning of several tasks that is not finished`,
      expected: "a fine-tuned model; these are there, one in each task's folder, when it is finished",
      remedy: 'Go on with it by finetune --resume.',
    });
  }
  return resolveModelFolder(path, 'discriminator', warn);
}
