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
import { reshape, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { discriminatorShapes } from './discriminator-shapes.js';
import { replacedTokenLogits } from './replaced-token-logits.js';

// B batch, T tokens

/** The discriminator: it tells replaced tokens from original ones, as `ElectraForPreTraining` of transformers. */
export class ElectraForPreTraining extends PretrainedModel {
  protected override readonly architecture = 'ElectraForPreTraining';

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraForPreTraining {
    return new ElectraForPreTraining(config, initializeParameters(discriminatorShapes(config), config, seed));
  }

  /**
   * The model of a folder that `savePretrained` or transformers wrote, or of a hub's `owner/name`.
   *
   * @throws UserError where a file is missing, or holds another model
   */
  static async fromPretrained(folder: string, options: LoadOptions = {}): Promise<ElectraForPreTraining> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    const parameters = loadParameters(stored, discriminatorShapes(stored.config), options);
    return new ElectraForPreTraining(stored.config, parameters);
  }

  /**
   * A logit for each token, above 0 where it looks replaced: [B, T]. Those of padding mean nothing.
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): Tensor2D {
    const [batch, tokens] = inputs.ids_BT.shape;
    return tidy(() => {
      const hidden_ND = electraEncoder(this.parameters, this.config, inputs, random);
      return reshape(replacedTokenLogits(this.parameters, this.config, hidden_ND), [batch, tokens]);
    });
  }
}
