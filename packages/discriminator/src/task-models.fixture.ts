import { electraConfig } from '@electra-ts/nn';
import { ones, tensor2d, zeros, type Tensor2D } from '@tensorflow/tfjs-core';

/** A network small enough to test with. */
export const tinyConfig = electraConfig({
  vocabSize: 7,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 5,
});

/** Two sequences of three tokens. */
export const tinyInputs = () => ({
  ids_BT: tensor2d([[2, 5, 3], [2, 6, 3]], undefined, 'int32'),
  attentionMask_BT: ones([2, 3]) as Tensor2D,
  types_BT: zeros([2, 3], 'int32') as Tensor2D,
});
