import { stopGradient } from '@electra-ts/ops';
import { div, mul, oneHot, type Scalar, softmax, sub, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { drawIndices } from './draw-indices.js';

// M positions, V vocabulary

/** Taken off the logit of a token that must not be drawn. */
const DISALLOWED = 1000;

/**
 * One token for each row, drawn from softmax(logits / temperature), as `_get_fake_data` of the reference does by adding Gumbel noise. One uniform number a row decides here
 * (`drawIndices`), where that takes one for each token of the vocabulary. No gradient flows through it (paper, section 3.1).
 *
 * @param uniform_M independent, of [0, 1)
 * @param temperature below 1 sharpens the distribution, above 1 flattens it; a tensor is not looked at
 * @param disallowed_M int32, a token a row that is never drawn (`disallow_correct` of the reference, which also lowers
 * its logit by 1000)
 * @returns token ids [M], int32
 * @throws Error where there is not one uniform number a row, or the temperature is not above 0
 */
export function sampleReplacements(
  logits_MV: Tensor2D,
  uniform_M: Tensor1D,
  temperature: number | Scalar = 1,
  disallowed_M?: Tensor1D,
): Tensor1D {
  const [rows, columns] = logits_MV.shape;
  if (uniform_M.rank !== 1 || uniform_M.shape[0] !== rows) {
    throw new Error(`sampleReplacements: expected uniform numbers of shape [${rows}]; received [${uniform_M.shape.join(', ')}]`);
  }
  if (typeof temperature === 'number' && !(temperature > 0)) {
    throw new Error(`sampleReplacements: expected a temperature above 0; received ${temperature}`);
  }
  const fixed_MV = stopGradient(logits_MV);
  const scaled_MV = temperature === 1 ? fixed_MV : div(fixed_MV, temperature);
  const allowed_MV = disallowed_M
    ? sub(scaled_MV, mul(oneHot(disallowed_M, columns, 1, 0, 'float32'), DISALLOWED))
    : scaled_MV;
  return drawIndices(softmax<Tensor2D>(allowed_MV as Tensor2D), uniform_M);
}
