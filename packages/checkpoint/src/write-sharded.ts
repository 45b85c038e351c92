import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from './describe-file-error.js';
import { fileSize } from './file-size.js';
import type { StoredTensor } from './stored-tensor.js';
import { removeQuietly, syncFolder, temporaryBeside, writeFileAtomically } from './write-file-atomically.js';
import { writeSafetensors } from './write-safetensors.js';

type Tensors = Readonly<Record<string, StoredTensor>>;

const wholeFile = 'model.safetensors';
const indexFile = 'model.safetensors.index.json';
const shardName = /^model-\d{5}-of-\d{5}\.safetensors$/;

/**
 * Writes a model's tensors as transformers does: `model.safetensors`, or, where that would be larger than
 * `maxShardSize`, files `model-00001-of-0000N.safetensors` and an index of which tensor is where,
 * `model.safetensors.index.json`. Whatever was there of the other kind, or of another number of files, is removed.
 *
 * Whatever happens meanwhile, a reader finds the old model or the new one, never a mixture. Only where one in several
 * files takes the place of another in several, it finds none for as long as they are renamed: an index must not point to
 * files of both.
 *
 * @param options.maxShardSize bytes, or a text such as `5GB` (the default, as in transformers); a tensor that is larger
 *   has a file of its own
 * @param options.metadata see `writeSafetensors`
 * @throws Error naming a tensor whose parts disagree; UserError for a size that is none, or when a file cannot be written
 */
export async function writeSharded(
  folder: string,
  tensors: Tensors,
  options: { readonly maxShardSize?: number | string | undefined; readonly metadata?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const { maxShardSize = '5GB', metadata = {} } = options;
  const shards = splitTensors(tensors, fileSize(maxShardSize));
  if (shards.length <= 1) {
    await writeSafetensors(join(folder, wholeFile), tensors, metadata);
    await removeFiles(folder, (name) => name === indexFile || shardName.test(name));
    return;
  }
  const number = (n: number) => String(n).padStart(5, '0');
  const files = shards.map((shard, i) => ({ name: `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`, shard }));
  await writeShards(folder, files, metadata);
  const weightMap = files.flatMap(({ name, shard }) => Object.keys(shard).map((tensor) => [tensor, name] as const));
  const index = {
    metadata: { total_size: Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0) },
    weight_map: Object.fromEntries(weightMap.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  await writeFileAtomically(join(folder, indexFile), `${JSON.stringify(index, null, 2)}\n`);
  const names = new Set(files.map(({ name }) => name));
  await removeFiles(folder, (name) => name === wholeFile || (shardName.test(name) && !names.has(name)));
}

/** Tensors in their order, each in the file of the one before it as long as that has room. */
function splitTensors(tensors: Tensors, most: number): Record<string, StoredTensor>[] {
  const shards: Record<string, StoredTensor>[] = [];
  let room = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const { byteLength } = tensor.data;
    if (shards.length === 0 || byteLength > room) {
      shards.push({});
      room = most;
    }
    shards[shards.length - 1][name] = tensor;
    room -= byteLength;
  }
  return shards;
}

/** Writes all of them beside their places before the first takes its own. */
async function writeShards(
  folder: string,
  files: readonly { readonly name: string; readonly shard: Tensors }[],
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const written = files.map(({ name, shard }) => ({ path: join(folder, name), temporary: temporaryBeside(join(folder, name)), shard }));
  try {
    for (const { temporary, shard } of written) await writeSafetensors(temporary, shard, metadata);
    await rm(join(folder, indexFile), { force: true });
    for (const { temporary, path } of written) await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await Promise.all(written.map(({ temporary }) => removeQuietly(temporary)));
    throw describeFileError(error, 'write', folder);
  }
}

async function removeFiles(folder: string, isStale: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(folder)).filter(isStale)) await rm(join(folder, name), { force: true });
}
