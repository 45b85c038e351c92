import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * Keeps a folder with a file `weights` from being removed, as it happens to people: without the permission to write in it,
 * or, for root, who needs none, by a mount on its file (EBUSY), which root may not everywhere.
 */
export class Obstruction {
  readonly isPossible = process.platform !== 'win32' && (process.getuid?.() !== 0 || canMount());
  #folder: string | undefined;

  async begin(folder: string): Promise<void> {
    this.#folder = folder;
    if (process.getuid?.() === 0) mount(join(folder, 'weights'));
    else await chmod(folder, 0o555);
  }

  /** Ends it, under whatever name the folder has by now. */
  async end(): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) return;
    this.#folder = undefined;
    const name = (await readdir(dirname(folder))).find((each) => each.includes(basename(folder))) as string;
    const now = join(dirname(folder), name);
    if (process.getuid?.() === 0) execFileSync('umount', [join(now, 'weights')]);
    else await chmod(now, 0o755);
  }
}

const mount = (file: string) => execFileSync('mount', ['--bind', file, file], { stdio: 'pipe' });

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'obstruction-'));
  try {
    writeFileSync(join(folder, 'weights'), '');
    mount(join(folder, 'weights'));
    execFileSync('umount', [join(folder, 'weights')]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
