import {
  electraEncoder,
  encoderShapes,
  firstStates,
  initializeParameters,
  loadParameters,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type LoadOptions,
  type ModelInputs,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, tidy, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { sentenceEmbeddings, type Pooling } from './sentence-embeddings.js';
import { encoderOf } from './task-parameters.js';

// B batch, T tokens, D width

/** The encoder without a head, as `ElectraModel` of transformers: states of tokens, vectors of sentences. */
export class ElectraModel extends PretrainedModel {
  protected override readonly architecture = 'ElectraModel';

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraModel {
    return new ElectraModel(config, initializeParameters(encoderShapes(config), config, seed));
  }

  /**
   * The encoder of a folder, or of a hub's `owner/name`: of any ELECTRA, whose head is left out.
   *
   * @throws UserError where a file is missing, or the encoder is not what config.json describes
   */
  static async fromPretrained(folder: string, options: LoadOptions = {}): Promise<ElectraModel> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    return new ElectraModel(stored.config, loadParameters(encoderOf(stored), encoderShapes(stored.config), options));
  }

  /**
   * Last hidden states: [B, T, D]. Those of padding mean nothing.
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  hiddenStates(inputs: ModelInputs, random: RandomSource | null): Tensor3D {
    const [batch, tokens] = inputs.ids_BT.shape;
    return tidy(() => {
      const hidden_ND = electraEncoder(this.parameters, this.config, inputs, random);
      return reshape(hidden_ND, [batch, tokens, this.config.hiddenSize]);
    });
  }

  /** A vector for each sequence: [B, D], see `sentenceEmbeddings`. */
  embeddings(inputs: ModelInputs, pooling: Pooling): Tensor2D {
    if (pooling === 'cls') return tidy(() => firstStates(this.parameters, this.config, inputs, null));
    return tidy(() => {
      const hidden_ND = electraEncoder(this.parameters, this.config, inputs, null);
      return sentenceEmbeddings(hidden_ND, inputs.attentionMask_BT, pooling);
    });
  }
}
