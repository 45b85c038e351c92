import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { resolveModelFolder, RunFolder } from '@electra-ts/training';
import { isFinetuningRecord } from './finetuning-record.js';

/** What a folder of several fine-tunings has, and what its own folders are called. */
const several = [
  { file: 'sweep.json', what: 'the fine-tunings of a sweep', own: /-/ },
  { file: 'seeds.json', what: 'the fine-tunings of several seeds', own: /^seed-\d+$/ },
];

/**
 * The folder of a fine-tuned model, given where a fine-tuning was told to leave it: that of its best evaluation so far
 * where it was interrupted or still goes on. Any other folder is given back.
 *
 * @param warn hears of damaged checkpoints that are passed over
 * @throws UserError where there are several, naming them, and where none was saved yet
 */
export async function finetunedFolder(path: string, warn?: (message: string) => void): Promise<string> {
  if (existsSync(join(path, 'config.json'))) return path;
  for (const { file, what, own } of several) {
    if (!existsSync(join(path, file))) continue;
    const folders = (await readdir(path, { withFileTypes: true })).filter((each) => each.isDirectory() && own.test(each.name));
    throw new UserError({
      what: `${path} holds ${what}`,
      expected: 'the folder of one',
      remedy: `Name one of them: ${folders.map(({ name }) => join(path, name)).sort().join(', ')}.`,
    });
  }
  const isRun = existsSync(join(path, 'run.json'));
  return isRun && isFinetuningRecord(await RunFolder.configOf(path)) ? resolveModelFolder(path, 'discriminator', warn) : path;
}
