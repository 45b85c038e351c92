import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically, writeSharded, type StoredTensor } from '@electra-ts/checkpoint';
import type { ElectraConfig } from './electra-config.js';
import { toHuggingFaceConfig, type HuggingFaceConfig } from './hugging-face-config.js';

/** A parameter's values, wherever they come from: a variable, a file, a runtime. */
export interface TensorValue {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** What a model's folder holds. */
export interface PretrainedContent {
  readonly config: ElectraConfig;
  /** Name of the class that loads the folder in transformers and here, such as `ElectraForPreTraining`. */
  readonly architecture: string;
  /** Parameters by Hugging Face's names. */
  readonly values: Readonly<Record<string, TensorValue>>;
  /** Further entries of config.json, such as `id2label`. */
  readonly extra?: HuggingFaceConfig;
  /** Bytes, or a text such as `5GB`, which it is when absent: weights that are larger are written in several files. */
  readonly maxShardSize?: number | string | undefined;
}

/**
 * Writes a folder that `from_pretrained` loads in Python, and `fromPretrained` here: `config.json` and
 * `model.safetensors`, or several files with an index (`writeSharded`). The folder is made where there is none; other
 * files in it stay. Each file is replaced whole.
 *
 * @throws Error where a value is no float32 array of its shape's size; UserError where a file cannot be written, or
 * `maxShardSize` is no size
 */
export async function writePretrained(folder: string, content: PretrainedContent): Promise<void> {
  const { config, architecture, values, extra, maxShardSize } = content;
  const entries = Object.entries(values).map(([name, value]) => [name, storedFloats('writePretrained', name, value)] as const);
  await mkdir(folder, { recursive: true });
  // transformers refuses a file whose metadata does not name its framework.
  await writeSharded(folder, Object.fromEntries(entries), { maxShardSize, metadata: { format: 'pt' } });
  const json = toHuggingFaceConfig(config, { architectures: [architecture], ...extra });
  await writeFileAtomically(join(folder, 'config.json'), `${JSON.stringify(json, null, 2)}\n`);
}

/**
 * A value as a file holds it.
 *
 * @param where begins the message
 * @throws Error where it is no float32 array of its shape's size
 */
export function storedFloats(where: string, name: string, { shape, data }: TensorValue): StoredTensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!(data instanceof Float32Array) || data.length !== size) {
    const received = `${data.length} values of type ${data.constructor.name}`;
    throw new Error(`${where}: expected ${name} to hold ${size} float32 values; received ${received}`);
  }
  return { shape, dtype: 'float32', data };
}
