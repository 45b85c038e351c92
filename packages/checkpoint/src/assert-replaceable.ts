import { UserError } from '@electra-ts/config';
import { mkdir, readFile, readdir, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { describeFileError } from './describe-file-error.js';
import { followLinks } from './follow-links.js';
import { temporaryBeside } from './write-file-atomically.js';

/**
 * Makes sure, before work begins that may last hours, that `writeFolderAtomically` will be able to give its result to a
 * folder: that a temporary one can be made beside it, and that it can be renamed. Leaves nothing behind.
 *
 * @param folder need not exist, and neither need those above it
 * @param options.isOwn see `writeFolderAtomically`: whatever else the folder holds has to be readable, since it is carried
 * @throws UserError where the folder above may not be written or the name is too long, and for a mount point
 */
export async function assertReplaceable(folder: string, options: { readonly isOwn?: (name: string) => boolean } = {}): Promise<void> {
  const { isOwn = () => true } = options;
  try {
    const target = await followLinks(folder);
    await refuseMounts(folder, target);
    const probe = temporaryBeside(join(await existingAbove(target), basename(target)));
    await mkdir(probe);
    await rmdir(probe);
  } catch (error) {
    throw describeFileError(error, 'make a temporary folder beside', folder);
  }
  await assertReadable(folder, (name) => !isOwn(name));
}

async function assertReadable(folder: string, isCarried: (name: string) => boolean): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const { name } of entries.filter((entry) => entry.isDirectory() && isCarried(entry.name))) {
    await readdir(join(folder, name), { recursive: true }).catch((error: unknown) => {
      throw describeFileError(error, 'carry into the new folder', join(folder, name));
    });
  }
}

async function refuseMounts(folder: string, target: string): Promise<void> {
  const mounted = await mountedIn(target);
  if (mounted === undefined) return;
  const isItself = mounted === target;
  throw new UserError({
    what: `${folder} cannot be replaced as a whole, which is how a result is written`,
    expected: 'a folder without mount points',
    received: isItself ? 'a mount point' : `one that holds the mount point ${mounted}`,
    remedy: isItself ? `Name a folder inside it, such as ${join(folder, 'model')}` : 'Choose another folder',
  });
}

/** A mount point that a folder is or holds. Only Linux tells of those that have the device of what is around them. */
async function mountedIn(target: string): Promise<string | undefined> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => undefined);
  if (table !== undefined) {
    const points = table.trimEnd().split('\n').map((line) => unescapeOctal(line.split(' ')[4]));
    return points.find((point) => `${point}${sep}`.startsWith(`${target}${sep}`));
  }
  const [own, above] = await Promise.all([target, dirname(target)].map((path) => stat(path).catch(() => undefined)));
  return own !== undefined && above !== undefined && own.dev !== above.dev ? target : undefined;
}

/** Spaces and the like are written as `\040` in mountinfo (proc(5)). */
const unescapeOctal = (text: string) => text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

async function existingAbove(path: string): Promise<string> {
  const above = dirname(path);
  const isThere = await stat(above).then(() => true, () => false);
  return isThere || above === dirname(above) ? above : existingAbove(above);
}
