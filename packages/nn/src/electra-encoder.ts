import type { RandomSource } from '@electra-ts/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { attentionBias, type Direction } from './attention-bias.js';
import type { ElectraConfig } from './electra-config.js';
import { embeddings } from './embeddings.js';
import { encoderBlock } from './encoder-block.js';
import { blockName } from './encoder-shapes.js';
import { linearLayer, type Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, D width, E embedding width

/** What a network reads, all [B, T]. */
export interface ModelInputs {
  /** Token ids, int32. */
  readonly ids_BT: Tensor2D;
  /** float32, 1 for tokens and 0 for padding. */
  readonly attentionMask_BT: Tensor2D;
  /** Segment ids, int32: 0 for the first text, 1 for the second of a pair. */
  readonly types_BT: Tensor2D;
  /** Place of each token, int32; they count from 0 in every row when absent (`position_ids` of transformers). */
  readonly positions_BT?: Tensor2D | undefined;
}

/**
 * The ELECTRA encoder: embeddings, their projection where the widths differ, and the blocks. Plain tfjs operations of
 * static shapes, no value is read: the same call runs eagerly and can be recorded.
 *
 * @param random where dropout masks come from, in the order of the network; null switches dropout off
 * @param direction what each token may read besides itself; everything when absent
 * @returns last hidden states, rows flat: [N, D]
 * @throws Error where the inputs' shapes differ or a parameter is missing; UserError where a sequence is too long
 */
export function electraEncoder(
  parameters: Parameters,
  config: ElectraConfig,
  inputs: ModelInputs,
  random: RandomSource | null,
  direction: Direction = 'both',
): Tensor2D {
  checkInputs(inputs);
  const { ids_BT, attentionMask_BT, types_BT, positions_BT } = inputs;
  const bias = attentionBias(attentionMask_BT, direction);
  let hidden = embeddings(parameters, config, ids_BT, types_BT, random, positions_BT);
  if (config.embeddingSize !== config.hiddenSize) {
    hidden = linearLayer(parameters, 'electra.embeddings_project', hidden);
  }
  for (let layer = 0; layer < config.numHiddenLayers; layer++) {
    hidden = encoderBlock(parameters, config, blockName(layer), hidden, bias, random);
  }
  return hidden;
}

function checkInputs(inputs: ModelInputs): void {
  const expected = inputs.ids_BT.shape;
  for (const [name, input] of Object.entries(inputs) as [string, Tensor2D | undefined][]) {
    if (input === undefined) continue;
    const { shape } = input;
    if (shape.length !== 2 || shape[0] !== expected[0] || shape[1] !== expected[1]) {
      const received = `${name} of shape [${shape.join(', ')}] beside ids_BT of shape [${expected.join(', ')}]`;
      throw new Error(`electraEncoder: expected inputs of one shape [batch, tokens]; received ${received}`);
    }
  }
}
