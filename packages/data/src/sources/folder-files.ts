import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { inputKindOf } from './input-kind.js';

/**
 * Names of the readable files below a folder, with `/` between folders, sorted by UTF-16 units: the same order on every
 * machine. Hidden ones are left out. Links to files are taken, as whole data sets are kept in that way; links to folders
 * are not followed, so that no circle of them is walked around. A broken link is taken too: whoever reads it will tell.
 *
 * @param onLeftOut hears of each file that is not hidden and of no readable kind, by its name below the folder
 * @throws the errors of the file system
 */
export async function folderFiles(folder: string, onLeftOut?: (name: string) => void): Promise<string[]> {
  const names: string[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const name = `${below}${entry.name}`;
      if (entry.name.startsWith('.')) {
        continue;
      }
      if (entry.isDirectory()) {
        await walk(`${name}/`);
      } else if (await isFile(entry, join(folder, name))) {
        if (isReadableKind(name)) names.push(name);
        else onLeftOut?.(name);
      }
    }
  };
  await walk('');
  return names.sort((a, b) => (a < b ? -1 : 1));
}

/** Parquet compresses by itself. */
function isReadableKind(name: string): boolean {
  const { kind, compression } = inputKindOf(name);
  return kind !== undefined && (kind !== 'parquet' || compression === 'none');
}

async function isFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) {
    return entry.isFile();
  }
  try {
    return (await stat(path)).isFile();
  } catch {
    return true;
  }
}
