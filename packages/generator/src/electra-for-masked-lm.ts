import {
  electraEncoder,
  initializeParameters,
  loadParameters,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type LoadOptions,
  type ModelInputs,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import { generatorShapes } from './generator-shapes.js';
import { vocabularyLogits } from './vocabulary-logits.js';

// B batch, T tokens, V vocabulary

/** The generator as a model of its own: a masked-language model, as `ElectraForMaskedLM` of transformers. */
export class ElectraForMaskedLM extends PretrainedModel {
  protected override readonly architecture = 'ElectraForMaskedLM';

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraForMaskedLM {
    return new ElectraForMaskedLM(config, initializeParameters(generatorShapes(config), config, seed));
  }

  /**
   * The model of a folder that `savePretrained` or transformers wrote, or of a hub's `owner/name`.
   *
   * @throws UserError where a file is missing, or holds another model
   */
  static async fromPretrained(folder: string, options: LoadOptions = {}): Promise<ElectraForMaskedLM> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    const parameters = loadParameters(stored, generatorShapes(stored.config), options);
    return new ElectraForMaskedLM(stored.config, parameters);
  }

  /**
   * A logit for every token of the vocabulary at every position: [B, T, V].
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): Tensor3D {
    const { config, parameters } = this;
    return tidy(() => vocabularyLogits(parameters, config, electraEncoder(parameters, config, inputs, random), inputs));
  }
}
