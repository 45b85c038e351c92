import { readdir } from 'node:fs/promises';
import { UserError } from '@electra-ts/config';
import { resultsFile } from './finetuning-results.js';

/**
 * Makes sure that a fine-tuned model may be written as a folder, which is replaced as a whole.
 *
 * @param force a fine-tuned model may be replaced
 * @throws UserError where it holds one without `force`, or anything else
 */
export async function refuseUsedFolder(folder: string, force = false): Promise<void> {
  const content = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    const received = error.code === 'ENOTDIR' ? 'a file, or a path through one' : error.message;
    throw new UserError({ what: `${folder} cannot be used for the fine-tuned model`, expected: 'a new folder', received, remedy: 'Choose another --out.' });
  });
  const isModel = content.includes(resultsFile);
  if (content.length === 0 || (isModel && force)) return;
  throw new UserError({
    what: `${folder} is not empty`,
    expected: isModel || !force ? 'a folder that does not exist yet' : 'a fine-tuned model, which is all that --force replaces',
    received: content.sort().slice(0, 5).join(', '),
    remedy: isModel ? 'Choose another --out, or replace it by --force.' : 'Choose another --out; nothing was changed.',
  });
}
