import { dirname } from 'node:path';
import { assertReplaceable, isFolder } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';

/**
 * Makes sure, before what is written there is computed, that a file can be written at a path. Leaves nothing behind.
 *
 * @param path where it is written
 * @param shown the path as the user typed it
 * @throws UserError for a folder, and for a file in a folder that is not there or cannot be written
 */
export async function assertWritable(path: string, shown: string): Promise<void> {
  const refused = { what: `${shown} cannot be written`, expected: 'the path of a file in a folder that is there', remedy: 'Choose another --out, or make its folder.' };
  if (await isFolder(path)) throw new UserError({ ...refused, received: 'a folder' });
  if (!(await isFolder(dirname(path)))) throw new UserError({ ...refused, received: `${dirname(path)}, which is no folder` });
  await assertReplaceable(path);
}
