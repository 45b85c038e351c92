import { join } from 'node:path';
import { readSafetensors } from '@electra-ts/checkpoint';
import { readConfigFile } from '@electra-ts/config';
import { canonicalWeights, type Weights } from './canonical-weights.js';
import type { ElectraConfig } from './electra-config.js';
import { fromHuggingFaceConfig, type HuggingFaceConfig } from './hugging-face-config.js';

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
 * Reads `config.json` and `model.safetensors` of a folder that transformers or `savePretrained` wrote.
 *
 * @throws UserError where a file is missing or cannot be used
 */
export async function readPretrained(folder: string): Promise<Pretrained> {
  const json = await readConfigFile(join(folder, 'config.json'));
  const config = fromHuggingFaceConfig(json);
  const where = join(folder, 'model.safetensors');
  const weights = canonicalWeights(await readSafetensors(where));
  return { config, json: json as HuggingFaceConfig, weights, where };
}
