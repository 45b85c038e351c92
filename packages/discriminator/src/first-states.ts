import type { ElectraConfig } from '@electra-ts/nn';
import { reshape, slice, type Tensor2D } from '@tensorflow/tfjs-core';

// B batch, T tokens, N = B*T, D width

/**
 * The hidden state at the first token, [CLS], of each sequence: [N, D] -> [B, D].
 *
 * @throws Error where the rows are not whole sequences
 */
export function firstStates(hidden_ND: Tensor2D, batchSize: number, { hiddenSize }: ElectraConfig): Tensor2D {
  const [rows, width] = hidden_ND.shape;
  if (rows % batchSize !== 0 || width !== hiddenSize) {
    const expected = `hidden states [N, ${hiddenSize}], N a multiple of ${batchSize} sequences`;
    throw new Error(`firstStates: expected ${expected}; received [${rows}, ${width}]`);
  }
  const hidden_BTD = reshape(hidden_ND, [batchSize, rows / batchSize, width]);
  return reshape(slice(hidden_BTD, [0, 0, 0], [batchSize, 1, width]), [batchSize, width]);
}
