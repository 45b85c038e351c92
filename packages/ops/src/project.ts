// M masked positions, E embedding width, V vocabulary.
import { add, matMul, tidy, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';

/**
 * Scores of every token of the vocabulary: h W^T + b, with W the table of token embeddings (Press and Wolf 2017).
 *
 * @param h_ME Predictions in the embedding space.
 * @param table_VE Token embeddings.
 * @param bias_V Added to the scores of each token.
 * @returns Logits, [M, V].
 * @throws Error when the shapes do not agree.
 */
export function project(h_ME: Tensor2D, table_VE: Tensor2D, bias_V: Tensor1D): Tensor2D {
  checkShape('project', 'h', h_ME, [null, null]);
  checkShape('project', 'table', table_VE, [null, h_ME.shape[1]]);
  checkShape('project', 'bias', bias_V, [table_VE.shape[0]]);
  return tidy(() => add(matMul(h_ME, table_VE, false, true), bias_V));
}
