import { readdir } from 'node:fs/promises';
import { UserError } from '@electra-ts/config';
import { RunFolder } from '@electra-ts/training';
import { isFinetuningRecord } from './finetuning-record.js';
import { resultsFile } from './finetuning-results.js';
import { multitaskFile } from './multitask-results.js';

/** What a process leaves that was killed before it had begun. */
const leftover = /^(run\.lock.*|\.run\.json\..*\.tmp)$/;

/**
 * Makes sure that a new fine-tuning may begin in a folder, of which it replaces what is a fine-tuning's.
 *
 * @param force a fine-tuned model, or a fine-tuning that was interrupted, may be replaced
 * @throws UserError where it holds one without `force`, or anything else
 */
export async function refuseUsedFolder(folder: string, force = false): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    const received = error.code === 'ENOTDIR' ? 'a file, or a path through one' : error.message;
    throw new UserError({ what: `${folder} cannot be used for the fine-tuned model`, expected: 'a new folder', received, remedy: 'Choose another --out.' });
  });
  const content = names.filter((name) => !leftover.test(name));
  const isInterrupted = content.includes('run.json') && isFinetuningRecord(await RunFolder.configOf(folder).catch(() => null));
  const isModel = content.includes(resultsFile) || content.includes(multitaskFile);
  if (content.length === 0 || ((isModel || isInterrupted) && force)) return;
  if (isInterrupted) {
    throw new UserError({
      what: `${folder} holds a fine-tuning that was interrupted`,
      expected: 'a folder that does not exist yet',
      remedy: 'Go on with it by --resume, replace it by --force, or choose another --out.',
    });
  }
  throw new UserError({
    what: `${folder} is not empty`,
    expected: isModel || !force ? 'a folder that does not exist yet' : 'a fine-tuning, which is all that --force replaces',
    received: content.sort().slice(0, 5).join(', '),
    remedy: isModel ? 'Choose another --out, or replace it by --force.' : 'Choose another --out; nothing was changed.',
  });
}
