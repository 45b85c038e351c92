import { checkShape } from '@electra-ts/ops';
import { add, concat, div, eye, matMul, mul, range, sqrt, square, sub, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { sequenceClassificationLoss } from './sequence-classification-loss.js';

// B sequences, D width

/** Takes a sequence out of the comparison with itself. */
const SELF = 1e9;
const SMALLEST = 1e-12;

/**
 * Sequence contrastive learning (COCO-LM, Meng et al. 2021, section 3.3; SimCLR's loss, Chen et al. 2020): two views
 * of each sequence should look more alike than views of different sequences. The mean over all 2B views of the
 * surprise, in nats, at the view's partner among all others, by a softmax over cosines divided by the temperature.
 *
 * @param first_BD a vector for each sequence, such as the state at [CLS], of one view
 * @param second_BD the same of the other
 * @param temperature above 0; COCO-LM has 1
 * @throws Error where the shapes differ
 * @throws RangeError where the temperature is not finite and above 0
 */
export function sequenceContrastiveLoss(first_BD: Tensor2D, second_BD: Tensor2D, temperature = 1): Scalar {
  checkShape('sequenceContrastiveLoss', 'first', first_BD, [null, null]);
  checkShape('sequenceContrastiveLoss', 'second', second_BD, first_BD.shape);
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(`sequenceContrastiveLoss: expected a finite temperature above 0, received ${temperature}`);
  }
  const [batch] = first_BD.shape;
  return tidy(() => {
    const views_CD: Tensor2D = concat([first_BD, second_BD], 0);
    const units_CD: Tensor2D = div(views_CD, sqrt(add(sum(square(views_CD), 1, true), SMALLEST)));
    const cosines_CC: Tensor2D = matMul(units_CD, units_CD, false, true);
    const others_CC: Tensor2D = sub(div(cosines_CC, temperature), mul(eye(2 * batch), SELF));
    const partners_C = concat([range(batch, 2 * batch, 1, 'int32'), range(0, batch, 1, 'int32')]) as Tensor1D;
    return sequenceClassificationLoss(others_CC, partners_C, tensor1d(new Array<number>(2 * batch).fill(1)));
  });
}
