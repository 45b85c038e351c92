import type { Variable } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import type { HuggingFaceConfig } from './hugging-face-config.js';
import { writePretrained, type PretrainedContent, type TensorValue } from './write-pretrained.js';

/** See `PretrainedModel.savePretrained`. */
export interface SaveOptions {
  /** Bytes, or a text such as `5GB`, the default: weights that are larger are written as `model-00001-of-0000N.safetensors` with an index. */
  readonly maxShardSize?: PretrainedContent['maxShardSize'];
  /** What to write in place of the variables' own values, by the same names: the state of a runtime that keeps it elsewhere. */
  readonly values?: Readonly<Record<string, TensorValue>>;
}

/**
 * A network with its parameters: the encoder and one head. Classes built on it are named as in transformers, and read
 * and write the same folders.
 */
export abstract class PretrainedModel {
  /** Name of the class in transformers, written to config.json. */
  protected abstract readonly architecture: string;

  /**
   * @param parameters by Hugging Face's names; the model disposes of them
   */
  protected constructor(
    readonly config: ElectraConfig,
    readonly parameters: Record<string, Variable>,
  ) {}

  /** Entries that config.json needs besides the configuration. */
  protected configEntries(): HuggingFaceConfig {
    return {};
  }

  /**
   * Writes `config.json` and `model.safetensors`, which transformers loads too.
   *
   * @param options see `SaveOptions`
   * @throws Error where `values` lacks a parameter; UserError where a file cannot be written, or for a size that is none
   */
  async savePretrained(folder: string, options: SaveOptions = {}): Promise<void> {
    const { values, maxShardSize } = options;
    const entries = Object.entries(this.parameters).map(async ([name, parameter]) => {
      const value = values === undefined ? { shape: parameter.shape, data: await valueOf(name, parameter) } : values[name];
      if (value === undefined) {
        throw new Error(`savePretrained: expected a value for every parameter; received none for ${name}`);
      }
      return [name, value] as const;
    });
    const { config, architecture } = this;
    const all = Object.fromEntries(await Promise.all(entries));
    await writePretrained(folder, { config, architecture, values: all, extra: this.configEntries(), maxShardSize });
  }

  /** Frees every parameter. */
  dispose(): void {
    for (const parameter of Object.values(this.parameters)) {
      parameter.dispose();
    }
  }
}

async function valueOf(name: string, parameter: Variable): Promise<TensorValue['data']> {
  try {
    return await parameter.data<'float32'>();
  } catch (cause) {
    // Such as a value that has moved to a runtime.
    throw new Error(`savePretrained: the value of ${name} cannot be read, and \`values\` were not given: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
