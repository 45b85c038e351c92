import {
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
import { twoTowerShapes } from './two-tower-shapes.js';
import { twoTowerStates } from './two-tower-states.js';
import { vocabularyLogits } from './vocabulary-logits.js';

// B batch, T tokens, V vocabulary

/** Name of the class in config.json. */
export const TWO_TOWERS = 'ElectraTwoTowerGenerator';

/**
 * Electric's generator of two towers as a model of its own (Clark et al. 2020): what it says of a token is read off its
 * context alone, so that one pass over a text scores all of it. transformers has no such class.
 */
export class ElectraTwoTowerGenerator extends PretrainedModel {
  protected override readonly architecture = TWO_TOWERS;

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraTwoTowerGenerator {
    return new ElectraTwoTowerGenerator(config, initializeParameters(twoTowerShapes(config), config, seed));
  }

  /**
   * The model of a folder that `savePretrained` or a run wrote, or of a hub's `owner/name`.
   *
   * @throws UserError where a file is missing, or holds another model
   */
  static async fromPretrained(
    folder: string,
    options: Omit<LoadOptions, 'maxPositionEmbeddings'> = {},
  ): Promise<ElectraTwoTowerGenerator> {
    const stored = await readPretrained(folder, options.hub ?? {});
    return new ElectraTwoTowerGenerator(stored.config, loadParameters(stored, twoTowerShapes(stored.config), options));
  }

  /**
   * A logit for every token of the vocabulary at every position, given all other tokens: [B, T, V].
   *
   * @param inputs the text as it is, without [MASK]
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): Tensor3D {
    const { config, parameters } = this;
    return tidy(() => vocabularyLogits(parameters, config, twoTowerStates(parameters, config, inputs, random), inputs));
  }
}
