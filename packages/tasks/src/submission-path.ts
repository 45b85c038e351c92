import { join } from 'node:path';
import { assertReplaceable, isFolder } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { submissionName } from './submission.js';
import type { Task } from './task-file.js';

/** What would lead to another folder, or cannot be in a name: separators of all systems and control characters. */
const NOT_IN_NAMES = /[/\\\p{Cc}]/u;

/**
 * Where a task's answers are written, checked before they are computed. Leaves nothing behind.
 *
 * @param folder need not exist
 * @throws UserError where the task's name is no file's name, and where the file cannot be written
 */
export async function submissionPath(folder: string, task: Pick<Task, 'name' | 'kind'>): Promise<string> {
  const name = submissionName(task);
  if (NOT_IN_NAMES.test(name)) {
    throw new UserError({
      what: "The answers' file is called like the task, whose name is no file's name",
      expected: 'a name without slashes, backslashes and control characters',
      received: `name: ${JSON.stringify(task.name)}`,
      remedy: 'Change "name" in the task file; nothing was written.',
    });
  }
  const path = join(folder, name);
  if (await isFolder(path)) {
    throw new UserError({ what: `${path} is a folder`, expected: 'a new file, or one to replace', remedy: 'Choose another folder for the answers.' });
  }
  await assertReplaceable(path);
  return path;
}
