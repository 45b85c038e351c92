import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { JointConfig } from './resolve-pretraining.js';

const discriminator = electraConfig({
  vocabSize: 7,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 6,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
});

/** Networks small enough to test with: V = 7, D = 8, E = 4. */
export const smallConfig: JointConfig = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };

/** B = 2 examples of T = 3 tokens, of which two are masked (M = 4; the last slot of each has no weight). */
export const smallFeeds = (): Record<string, Tensor> => ({
  ids: tensor2d([[2, 4, 3], [2, 6, 4]], undefined, 'int32'),
  attentionMask: tensor2d([[1, 1, 1], [1, 1, 1]]),
  types: tensor2d([[0, 0, 0], [0, 0, 0]], undefined, 'int32'),
  positions: tensor1d([1, 0, 5, 3], 'int32'),
  labels: tensor1d([5, 0, 6, 0], 'int32'),
  weights: tensor1d([1, 0, 1, 0]),
});
