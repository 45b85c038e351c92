// N rows, D width of the input, O width of the output.
import { add, matMul, tidy, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';

/**
 * A dense layer: x W^T + b.
 *
 * @param x_ND Rows.
 * @param weight_OD As Hugging Face stores it, [out, in].
 * @param bias_O Added to each row.
 * @returns [N, O]
 * @throws Error when the shapes do not agree.
 */
export function linear(x_ND: Tensor2D, weight_OD: Tensor2D, bias_O: Tensor1D): Tensor2D {
  checkShape('linear', 'x', x_ND, [null, null]);
  checkShape('linear', 'weight', weight_OD, [null, x_ND.shape[1]]);
  checkShape('linear', 'bias', bias_O, [weight_OD.shape[0]]);
  return tidy(() => add(matMul(x_ND, weight_OD, false, true), bias_O));
}
