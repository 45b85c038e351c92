import {
  cast,
  div,
  expandDims,
  floor,
  greater,
  maximum,
  mul,
  scatterND,
  type Tensor,
  type Tensor1D,
  where,
} from '@tensorflow/tfjs-core';

// N tokens of the batch, M slots

/**
 * A copy of `ids_N` in which the tokens at some positions are others. Slots of weight 0 change nothing, wherever they
 * point. Where several slots share a position, it gets the floor of their mean, as the reference does
 * (`scatter_update` of pretrain_helpers.py); our own masking never chooses a position twice.
 *
 * Sums are exact: ids stay far below 2^24, up to which float32 holds every integer.
 *
 * @param ids_N int32
 * @param positions_M int32, each in [0, N)
 * @param values_M int32, the tokens to place
 * @param weights_M float32, 1 for a slot that counts, otherwise 0
 * @returns int32 [N]
 */
export function placeTokens(
  ids_N: Tensor1D,
  positions_M: Tensor1D,
  values_M: Tensor1D,
  weights_M: Tensor1D,
): Tensor1D {
  const at_M1 = expandDims(positions_M, 1);
  const count_N = scatterND(at_M1, weights_M, ids_N.shape);
  const sum_N = scatterND(at_M1, mul(cast(values_M, 'float32'), weights_M), ids_N.shape);
  const placed_N: Tensor = floor(div(sum_N, maximum(count_N, 1)));
  return cast(where(greater(count_N, 0), placed_N, cast(ids_N, 'float32')), 'int32') as Tensor1D;
}
