import { readConfigFile, showValue, UserError } from '@electra-ts/config';
import { dirname, join } from 'node:path';
import { readSafetensors } from './read-safetensors.js';
import { readTorchCheckpoint } from './read-torch-checkpoint.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Reads the tensors that an index (`model.safetensors.index.json`, `pytorch_model.bin.index.json`) finds in several
 * files beside it, each file by its name's ending.
 *
 * @param path the index: `{"weight_map": {tensor: file}}`
 * @throws UserError naming the tensor that no file has, or is listed outside the folder
 */
export async function readSharded(path: string): Promise<Record<string, StoredTensor>> {
  const index = await readConfigFile(path);
  const map: unknown = typeof index === 'object' && index !== null && 'weight_map' in index ? index.weight_map : undefined;
  if (typeof map !== 'object' || map === null) {
    throw new UserError({ what: `${path} is not an index of tensors`, expected: 'a weight_map', received: 'none' });
  }
  const files = new Map<string, Record<string, StoredTensor>>();
  const tensors: [string, StoredTensor][] = [];
  for (const [name, file] of Object.entries(map) as [string, unknown][]) {
    if (typeof file !== 'string' || !/^[^/\\]+\.(safetensors|bin)$/.test(file)) {
      throw new UserError({ what: `${path}: ${name}`, expected: 'the name of a file beside the index', received: showValue(file) });
    }
    const place = join(dirname(path), file);
    const shard = files.get(file) ?? (await (file.endsWith('.bin') ? readTorchCheckpoint(place) : readSafetensors(place)));
    files.set(file, shard);
    if (!Object.hasOwn(shard, name)) {
      throw new UserError({ what: `${path}: ${name} is missing`, expected: `it in ${file}`, received: 'other tensors' });
    }
    tensors.push([name, shard[name]]);
  }
  return Object.fromEntries(tensors);
}
