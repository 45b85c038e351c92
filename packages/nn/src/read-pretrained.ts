import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  pretrainedFolder,
  readSafetensors,
  readSharded,
  readTorchCheckpoint,
  type HubOptions,
} from '@electra-ts/checkpoint';
import { readConfigFile } from '@electra-ts/config';
import { assertPlausible } from './assert-plausible.js';
import { canonicalWeights, type Weights } from './canonical-weights.js';
import type { ElectraConfig } from './electra-config.js';
import { fromHuggingFaceConfig, type HuggingFaceConfig } from './hugging-face-config.js';
import { withPositions } from './with-positions.js';

/** Files that weights are in, the preferred first. */
const weightFiles = [
  ['model.safetensors', readSafetensors],
  ['model.safetensors.index.json', readSharded],
  ['pytorch_model.bin', readTorchCheckpoint],
  ['pytorch_model.bin.index.json', readSharded],
] as const;

/** A model's folder as it was read. */
export interface Pretrained {
  readonly config: ElectraConfig;
  /** All of config.json. */
  readonly json: HuggingFaceConfig;
  /** Tensors by Hugging Face's present names. */
  readonly weights: Weights;
  /** Path of the weights, for messages. */
  readonly where: string;
}

/**
 * Reads `config.json` and `model.safetensors` of a folder that transformers or `savePretrained` wrote; where there is no
 * such file, `pytorch_model.bin` in either of torch's formats, of which nothing is run. Either kind may be in several
 * files with an index.
 *
 * @param hub where `owner/name` comes from, see `pretrainedFolder`; without it there are only folders
 * @param positions how many positions the model is to have, see `withPositions`; as many as are stored when absent
 * @throws UserError where a file is missing or cannot be used, or config.json describes a far larger model than there is
 */
export async function readPretrained(nameOrFolder: string, hub?: HubOptions, positions?: number): Promise<Pretrained> {
  const folder = hub === undefined ? nameOrFolder : await pretrainedFolder(nameOrFolder, hub);
  const json = await readConfigFile(join(folder, 'config.json'));
  const config = fromHuggingFaceConfig(json);
  const [name, read] = weightFiles.find(([file]) => existsSync(join(folder, file))) ?? weightFiles[0];
  const where = join(folder, name);
  const weights = canonicalWeights(await read(where));
  assertPlausible(config, weights, where);
  return withPositions({ config, json: json as HuggingFaceConfig, weights, where }, positions);
}
