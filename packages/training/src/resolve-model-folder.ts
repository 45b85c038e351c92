import { verifyModel } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { listCheckpoints, newestCheckpoint } from './checkpoints.js';
import { replacedName } from './replaced-run.js';

/** Which of a checkpoint's two networks is meant. */
export type ModelRole = 'discriminator' | 'generator';

/**
 * The folder of a model, given a model's own folder, a checkpoint, or a run, whose newest good checkpoint is taken; while it has
 * none, that of the run or model that it replaces.
 *
 * @param role the network to take where there are both
 * @param warn hears of damaged checkpoints that are passed over, of files beside weights that have changed, and where the model
 *   is a replaced one
 * @throws UserError where the path leads to none of them, and for a model or a checkpoint whose weights are damaged (see `verifyModel`)
 */
export async function resolveModelFolder(
  path: string,
  role: ModelRole,
  warn: (message: string) => void = () => undefined,
): Promise<string> {
  const holdsModel = (folder: string) => exists(join(folder, 'config.json'));
  for (const folder of [path, join(path, role)]) {
    if (!(await holdsModel(folder))) continue;
    await verifyModel(folder, warn);
    return folder;
  }
  const checkpoints = await listCheckpoints(path);
  const newest = checkpoints.length === 0 ? null : await newestCheckpoint(path, warn);
  if (newest && (await holdsModel(join(newest.folder, role)))) return join(newest.folder, role);
  const replaced = join(path, replacedName);
  if (checkpoints.length === 0 && (await exists(replaced))) {
    const folder = await resolveModelFolder(replaced, role, warn);
    warn(`${path} has no checkpoint yet: the model that it replaces is taken, ${folder}`);
    return folder;
  }
  throw new UserError({
    what: `${path} holds no model`,
    expected: `a model's folder (with config.json), a checkpoint (with ${role}/config.json) or a run with checkpoints`,
    received: describe(await exists(path), await exists(join(path, 'run.json')), checkpoints.length),
  });
}

function describe(isThere: boolean, isRun: boolean, checkpoints: number): string {
  if (!isThere) return 'a path that does not exist';
  if (checkpoints > 0) return 'a run whose checkpoints are all damaged or without that model';
  return isRun ? 'a run without a checkpoint' : 'a path without any of them';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
