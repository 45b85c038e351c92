import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import type { Task } from '../task-file.js';

/** Parts of a labeled data set. */
export type Split = 'train' | 'dev' | 'test';

/**
 * Finds the file of a split: the task's own name for it, else the one `split.*` that can be read.
 *
 * @param extensions endings of the files that can be read
 * @returns null where the folder has none
 * @throws UserError where the folder does not exist, holds several, or lacks the file that the task names
 */
export async function findSplit(
  folder: string,
  split: Split,
  task: Pick<Task, 'files'>,
  extensions: readonly string[],
): Promise<string | null> {
  const names = await readdir(folder).catch(() => {
    throw new UserError({ what: `${folder}: there is no such folder.`, expected: 'a folder with train.tsv and dev.tsv' });
  });
  const named = task.files[split];
  if (typeof named === 'string') {
    if (names.includes(named)) return join(folder, named);
    throw new UserError({
      what: `${folder} has no ${named}, the task's ${split} file.`,
      received: names.join(', ') || 'an empty folder',
    });
  }
  const preferred = named?.find((name) => names.includes(name));
  if (preferred !== undefined) return join(folder, preferred);
  const found = names.filter((name) => extensions.some((extension) => name === split + extension));
  if (found.length > 1) {
    throw new UserError({
      what: `${folder} has several ${split} files: ${found.join(', ')}.`,
      remedy: `Name one in the task file, as files.${split}.`,
    });
  }
  return found.length === 1 ? join(folder, found[0]) : null;
}
