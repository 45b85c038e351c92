import { ones, tensor2d, zeros } from '@tensorflow/tfjs-core';
import type { RandomSource } from '@electra-ts/ops';
import { electraConfig, type ElectraConfig } from './electra-config.js';
import type { ModelInputs } from './electra-encoder.js';

// B batch 2, T tokens 3

/** An encoder small enough to test with: D = 8, two heads. */
export const smallEncoder = (numHiddenLayers: number): ElectraConfig =>
  electraConfig({ vocabSize: 11, embeddingSize: 4, hiddenSize: 8, numHiddenLayers, numAttentionHeads: 2, intermediateSize: 16, maxPositionEmbeddings: 6, initializerRange: 0.5 });

/** Two sequences of three tokens, the last of which is padding: [B, T]. */
export const smallInputs = (): ModelInputs => ({
  ids_BT: tensor2d([[2, 5, 7], [2, 9, 0]], undefined, 'int32'),
  attentionMask_BT: tensor2d([[1, 1, 1], [1, 1, 0]]),
  types_BT: zeros([2, 3], 'int32'),
});

/** Drops nothing, and adds the shape of each mask that is asked for to `shapes`. */
export const shapesOfMasks = (shapes: (readonly number[])[]): RandomSource => ({
  keepMask: (shape) => {
    shapes.push(shape);
    return ones([...shape]);
  },
  uniform: () => zeros([0]),
});
