import { stat } from 'node:fs/promises';

/** Whether there is a folder at a path, or a link to one. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
}
