import { stopGradient } from '@electra-ts/ops';
import { add, argMax, div, mul, oneHot, type Scalar, sub, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

// M positions, V vocabulary

/** Taken off the logit of a token that must not be drawn. */
const DISALLOWED = 1000;

/**
 * One token for each row, drawn from softmax(logits / temperature) by the Gumbel-max trick: the largest of the logits
 * with independent standard Gumbel noise added (Gumbel 1954; `_get_fake_data` of the reference). No gradient flows
 * through it (paper, section 3.1).
 *
 * @param temperature below 1 sharpens the distribution, above 1 flattens it; a tensor is not looked at
 * @param disallowed_M int32, a token a row that is never drawn (`disallow_correct` of the reference, which also lowers
 * its logit by 1000)
 * @returns token ids [M], int32
 * @throws Error where the noise has another shape than the logits, or the temperature is not above 0
 */
export function sampleReplacements(
  logits_MV: Tensor2D,
  gumbel_MV: Tensor2D,
  temperature: number | Scalar = 1,
  disallowed_M?: Tensor1D,
): Tensor1D {
  const [rows, columns] = logits_MV.shape;
  if (gumbel_MV.shape[0] !== rows || gumbel_MV.shape[1] !== columns) {
    const received = `[${gumbel_MV.shape.join(', ')}]`;
    throw new Error(`sampleReplacements: expected noise of shape [${rows}, ${columns}]; received ${received}`);
  }
  if (typeof temperature === 'number' && !(temperature > 0)) {
    throw new Error(`sampleReplacements: expected a temperature above 0; received ${temperature}`);
  }
  const fixed_MV = stopGradient(logits_MV);
  const scaled_MV = temperature === 1 ? fixed_MV : div(fixed_MV, temperature);
  const allowed_MV = disallowed_M
    ? sub(scaled_MV, mul(oneHot(disallowed_M, columns, 1, 0, 'float32'), DISALLOWED))
    : scaled_MV;
  return argMax<Tensor1D>(add(allowed_MV, gumbel_MV), 1);
}
