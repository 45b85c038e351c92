/* Inverse transform sampling. R rows, C columns; a wide row is G groups of S columns. */
import {
  add,
  cumsum,
  gatherND,
  lessEqual,
  maximum,
  minimum,
  mul,
  pad,
  range,
  reshape,
  scalar,
  slice,
  stack,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** Columns up to which weights are summed one after the other. */
const FEW = 256;
/** Fewer groups of equal size than these would leave too much of a row for the next pass. */
const FEWEST_GROUPS = 4;
/** Just below 1 in float32. */
const BELOW_ONE = 1 - 2 ** -23;

/**
 * A column for each row, drawn with probabilities in proportion to the row's weights: the first at which their running sum exceeds the row's uniform number times their total.
 * A column of weight 0 is not drawn, and one that has less than 2^-24 of a row only as far as a float32 tells uniform numbers and sums apart.
 *
 * Wide rows are cut into groups, of which one is drawn by their sums before a column is drawn of it, so that one pass reads all weights. Where no number of groups divides the
 * columns, that needs a copy.
 *
 * @param weights_RC 0 or more. Of a row without any above 0, or with some that are not finite, any column may come.
 * @param uniform_R of [0, 1)
 * @returns int32 [R]
 */
export function drawIndices(weights_RC: Tensor2D, uniform_R: Tensor1D): Tensor1D {
  const first_R = firstAbove(weights_RC, (total_R1) => mul(total_R1, reshape(uniform_R, [-1, 1])));
  // What makes groups equal lies behind the columns, where sums that are 0 would end.
  return minimum<Tensor1D>(first_R, scalar(weights_RC.shape[1] - 1, 'int32'));
}

/** What the running sum has to exceed, [R, 1], of the sum of all. */
type Target = (total_R1: Tensor2D) => Tensor2D;

/** The first column at which a row's running sum exceeds its target, int32 [R]. */
function firstAbove(weights_RC: Tensor2D, target: Target): Tensor1D {
  const [rows, columns] = weights_RC.shape;
  if (columns <= FEW) return firstOfFew(weights_RC, target).index_R;
  const groups = groupsOf(columns);
  const size = Math.ceil(columns / groups);
  const missing = groups * size - columns;
  const whole_RC = missing === 0 ? weights_RC : pad(weights_RC, [[0, 0], [0, missing]]);
  const grouped_RGS = reshape(whole_RC, [rows, groups, size]);
  const { index_R: group_R, rest_R1 } = firstOfFew(sum<Tensor2D>(grouped_RGS, 2), target);
  const chosen_RS = gatherND(grouped_RGS, stack([range(0, rows, 1, 'int32'), group_R], 1)) as Tensor2D;
  return add(mul(group_R, scalar(size, 'int32')), firstAbove(chosen_RS, () => rest_R1));
}

/** The same for few columns, with what of the target is left when that column is reached. */
function firstOfFew(weights_RC: Tensor2D, target: Target): { index_R: Tensor1D; rest_R1: Tensor2D } {
  const [rows, columns] = weights_RC.shape;
  const running_RC = cumsum(weights_RC, 1);
  const total_R1 = slice(running_RC, [0, columns - 1], [rows, 1]) as Tensor2D;
  // Below the total, however sums were rounded: so there is such a column, and its weight is above 0.
  const target_R1 = minimum<Tensor2D>(target(total_R1), mul(total_R1, BELOW_ONE));
  const passed_RC = lessEqual(running_RC, target_R1);
  const rest_R1 = sub<Tensor2D>(target_R1, sum(where(passed_RC, weights_RC, zerosLike(weights_RC)), 1, true));
  // Of zeros all are passed.
  const index_R = minimum<Tensor1D>(sum<Tensor1D>(passed_RC, 1), scalar(columns - 1, 'int32'));
  return { index_R, rest_R1: maximum(rest_R1, 0) };
}

/** The most groups of equal size that can be told apart in one pass; where none divides the columns, the square root of their number. */
function groupsOf(columns: number): number {
  for (let groups = FEW; groups >= FEWEST_GROUPS; groups--) if (columns % groups === 0) return groups;
  return Math.ceil(Math.sqrt(columns));
}
