/* One table of everything that is compared between graph and eager execution. */
import * as tf from '@tensorflow/tfjs-core';
import { embeddingLookup, gelu, layerNorm, projectionCrossEntropy, attention } from '@electra-ts/ops';
import type { HostDType } from '../../host-tensor.js';

type Shape = readonly number[];

/** An input: shape, dtype (float32 by default) and the range of its numbers. */
export interface CaseInput {
  readonly shape: Shape;
  readonly dtype?: HostDType;
  readonly low?: number;
  readonly high?: number;
}

/** A function of tensors, inputs to try it on, and which of them it is differentiated by. */
export interface KernelCase {
  readonly name: string;
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  readonly inputs: readonly (readonly CaseInput[])[];
  /** Positions of inputs whose gradient is compared; none by default. */
  readonly gradient?: readonly number[];
}

const f = (shape: Shape, low = -2, high = 2): CaseInput => ({ shape, low, high });
const i = (shape: Shape, low = -4, high = 5): CaseInput => ({ shape, dtype: 'int32', low, high });
const b = (shape: Shape): CaseInput => ({ shape, dtype: 'bool', low: 0, high: 2 });
/** Away from zero, where divisors and logarithms live. */
const positive = (shape: Shape): CaseInput => f(shape, 0.5, 3);

const pairs = [
  [f([2, 3]), f([2, 3])],
  [f([2, 3]), f([3])],
  [f([2, 1]), f([1, 3])],
  [f([]), f([4])],
  [f([2, 3]), f([1])],
  [f([0, 3]), f([3])],
];
const integerPairs = [
  [i([2, 3]), i([2, 3])],
  [i([2, 3]), i([])],
];
const elementwise = [[f([2, 3])], [f([])], [f([0, 2])], [f([1])], [f([2, 1, 3])]];
const positives = [[positive([2, 3])], [positive([])], [positive([0, 2])]];
const booleanPairs = [
  [b([2, 3]), b([3])],
  [b([0]), b([0])],
];

const pair = (
  name: string,
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  inputs: KernelCase['inputs'],
  gradient: readonly number[] = [0, 1],
): KernelCase => ({ name, run: run as KernelCase['run'], inputs, gradient });

const single = (
  name: string,
  run: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  inputs: KernelCase['inputs'] = elementwise,
  gradient: readonly number[] = [0],
): KernelCase => ({ name, run: run as KernelCase['run'], inputs, gradient });

const axes: readonly (number | number[] | undefined)[] = [undefined, 0, -1, [0, 1]];
type Reduce = (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor;
const reductions = (name: string, run: Reduce, gradient = [0]) =>
  axes.flatMap((axis) =>
    [false, true].map((keep) =>
      single(
        `${name} over ${axis ?? 'all'}${keep ? ', kept' : ''}`,
        (x) => run(x, axis, keep),
        [[f([2, 3])], [f([2, 3, 2])], [f([1, 3])]],
        gradient,
      ),
    ),
  );

// tfjs' gradients of maximum, minimum and squaredDifference forget to sum over broadcast axes.
const arithmetic: KernelCase[] = [
  pair('add', tf.add, pairs),
  pair('sub', tf.sub, pairs),
  pair('mul', tf.mul, pairs),
  pair('div', tf.div, [[f([2, 3]), positive([3])], [f([2, 1]), positive([1, 4])], [f([0]), positive([0])]]),
  pair('maximum', tf.maximum, pairs, []),
  pair('maximum, differentiated', tf.maximum, [[f([2, 3]), f([2, 3])]]),
  pair('minimum', tf.minimum, pairs, []),
  pair('minimum, differentiated', tf.minimum, [[f([2, 3]), f([2, 3])]]),
  pair('pow', tf.pow, [[positive([2, 3]), f([3])], [positive([3]), f([])]]),
  pair('squaredDifference', tf.squaredDifference, pairs, []),
  pair('squaredDifference, differentiated', tf.squaredDifference, [[f([2, 3]), f([2, 3])]]),
  pair('floorDiv', tf.floorDiv, [[f([2, 3]), positive([3])]], []),
  pair('mod', tf.mod, [[f([2, 3]), positive([3])], [f([4]), f([4], -3, -1)]], []),
  single('mod and floorDiv of what a quotient would round up', (x) => { const a = tf.add(tf.mul(x, 0), 6); return [tf.mod(a, 0.1), tf.floorDiv(a, 0.1)]; }, [[f([2])]], []),
  single('mod of numbers smaller than the divisor', (x) => tf.mod(tf.mul(x, 1e-30), tf.tensor1d([1e-25, -1e-25, 5e-25, -5e-25])), [[f([4])]], []),
  single('floorDiv by zero', (x) => tf.floorDiv(x, tf.relu(tf.sub(x, 10))), [[f([4])]], []),
  single('floorDiv by infinity', (x) => tf.floorDiv(tf.square(x), tf.exp(tf.add(tf.abs(x), 100))), [[f([4])]], []),
  pair('mod and floorDiv of integers by any', (x, y) => tf.stack([tf.mod(x, y), tf.floorDiv(x, y)]), [[i([40], -9, 9), i([40], -2, 3)], [i([40], -9, 9), i([], -1, 0)], [i([40], -9, 9), i([], 0, 1)]], []),
  single('integers by constant 0 and -1', (x) => [tf.mod(x, tf.scalar(0, 'int32')), tf.floorDiv(x, tf.scalar(-1, 'int32')), tf.mod(x, tf.scalar(-1, 'int32'))], [[i([5])]], []),
  single('the least integer over -1', (x) => tf.floorDiv(tf.add(tf.mul(x, tf.scalar(0, 'int32')), tf.scalar(-(2 ** 31), 'int32')), tf.sub(tf.mul(x, tf.scalar(0, 'int32')), tf.scalar(1, 'int32'))), [[i([2])]], []),
  pair('add of integers', tf.add, integerPairs, []),
  pair('sub of integers', tf.sub, integerPairs, []),
  pair('mul of integers', tf.mul, integerPairs, []),
  pair('floorDiv of integers', tf.floorDiv, [[i([12], -9, 9), i([12], 1, 4)], [i([12], -9, 9), i([12], -4, -1)]], []),
  pair('mod of integers', tf.mod, [[i([12], -9, 9), i([12], 1, 4)], [i([12], -9, 9), i([12], -4, -1)]], []),
  pair('maximum of integers', tf.maximum, integerPairs, []),
  { name: 'addN', run: (...xs) => tf.addN(xs), inputs: [[f([2, 2]), f([2, 2]), f([2, 2])]], gradient: [0, 2] },
  single('times zero and one', (x) => tf.add(tf.mul(x, 1), tf.mul(x, 0))),
  single('plus zero', (x) => tf.sub(tf.add(x, tf.zerosLike(x)), 0)),
  single('over a constant', (x) => tf.div(x, 4)),
  single('over a constant whose reciprocal is no usual number', (x) => tf.div(tf.mul(x, 1e38), 2e38), [[f([3])]], []),
  single('under a constant', (x) => tf.div(4, x), positives),
  single('powers of constants', (x) => tf.add(tf.pow(x, 2), tf.pow(x, 1)), positives),
  single(
    'constants only',
    (x) => tf.add(x, tf.mul(tf.fill([3], 2), tf.sub(tf.scalar(5), tf.maximum(1, 2)))),
    [[f([2, 3])]],
  ),
];

const functions: KernelCase[] = [
  ...([
    'abs',
    'exp',
    'sigmoid',
    'tanh',
    'sin',
    'cos',
    'neg',
    'relu',
    'elu',
    'erf',
    'softplus',
    'square',
    'expm1',
    'relu6',
    'selu',
  ] as const).map(
    (name) => single(name, tf[name]),
  ),
  single('functions of small numbers', (x) => { const small = tf.mul(x, 1e-6); return [tf.expm1(small), tf.log1p(small)]; }, [[f([6])]]),
  single('sigmoid of large numbers', (x) => tf.log(tf.sigmoid(tf.mul(x, 40))), [[f([6])]]),
  ...(['log', 'log1p', 'sqrt', 'rsqrt', 'reciprocal'] as const).map((name) => single(name, tf[name], positives)),
  ...(['ceil', 'floor', 'round', 'sign'] as const).map((name) => single(name, tf[name], elementwise, [])),
  single('round of halves', (x) => tf.round(tf.div(x, 2)), [[i([5])]], []),
  single('round of integers', tf.round, [[i([5])]], []),
  single('leakyRelu', (x) => tf.leakyRelu(x, 0.3)),
  single('prelu', (x) => tf.prelu(x, tf.scalar(0.25)), [[f([2, 3])]]),
  pair('prelu by column', tf.prelu, [[f([2, 3]), f([3])], [f([3]), f([2, 3])], [i([3]), f([3])]], []),
  single('leakyRelu of integers', (x) => tf.leakyRelu(x, 0.3), [[i([4])]], []),
  single('clipByValue', (x) => tf.clipByValue(x, -0.5, 1)),
  single('clipByValue of integers, open above', (x) => tf.clipByValue(x, 0, Infinity), [[i([6])]], []),
  single('step', (x) => tf.step(x, 0.25), elementwise, []),
  single('step without slope', (x) => tf.step(x), elementwise, []),
  single('neg of integers', tf.neg, [[i([4])]], []),
  single('abs of integers', tf.abs, [[i([4])]], []),
  single('relu of integers', tf.relu, [[i([4])]], []),
  single('square of integers', tf.square, [[i([4])]], []),
];

const comparisons: KernelCase[] = [
  ...(['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual'] as const).flatMap((name) => [
    pair(name, tf[name], [...pairs, [f([3], 0, 0.001), f([3], 0, 0.001)]], []),
    pair(`${name} of integers`, tf[name], [[i([12], 0, 3), i([12], 0, 3)]], []),
    pair(`${name} of booleans`, tf[name], [[b([6]), b([6])]], []),
  ]),
  pair('logicalAnd', tf.logicalAnd, booleanPairs, []),
  pair('logicalOr', tf.logicalOr, booleanPairs, []),
  pair('logicalXor', tf.logicalXor, booleanPairs, []),
  single('logicalNot', tf.logicalNot, [[b([5])], [b([])]], []),
  single('isNaN', (x) => tf.isNaN(tf.log(x)), [[f([6])]], []),
  single('isInf', (x) => tf.isInf(tf.div(1, tf.relu(x))), [[f([6])]], []),
  single('isFinite', (x) => tf.isFinite(tf.log(tf.relu(x))), [[f([6])]], []),
  {
    name: 'where',
    run: (c, x, y) => tf.where(c, x, y),
    inputs: [[b([2, 3]), f([2, 3]), f([2, 3])], [b([3]), f([2, 3]), f([])], [b([]), f([2]), f([2])]],
    gradient: [1, 2],
  },
  { name: 'where of constants', run: (c, x) => tf.where(tf.greater(tf.sum(x), 0), tf.onesLike(c), tf.zerosLike(c)), inputs: [[f([3]), f([2])]] },
  { name: 'where of one constant', run: (c, x) => tf.where(tf.greater(tf.sum(c), 0), tf.onesLike(x), x), inputs: [[f([2]), f([3])]] },
  { name: 'where of integers and others', run: (c, x) => [tf.where(c, tf.scalar(1, 'int32'), x), tf.where(c, tf.onesLike(c), tf.zerosLike(c))], inputs: [[b([3]), f([3])]] },
  { name: 'constants compared', run: (x) => [tf.equal(tf.zerosLike(x), tf.onesLike(x)), tf.pow(tf.onesLike(x), tf.fill([3], 3)), tf.less(tf.onesLike(x), tf.fill([2, 3], 2))], inputs: [[f([3])]] },
  single('isNaN of integers', (x) => [tf.isNaN(x), tf.isInf(x), tf.isFinite(x)], [[i([3])]], []),
  { name: 'where of integers', run: (c, x) => tf.where(c, x, tf.zerosLike(x)), inputs: [[b([4]), i([4])]] },
];

const types: KernelCase[] = [
  single('float to int', (x) => tf.cast(x, 'int32'), [[f([6])]], []),
  single('float to bool', (x) => tf.cast(x, 'bool'), [[f([6])]], []),
  single('int to float', (x) => tf.cast(x, 'float32'), [[i([6])]], []),
  single('bool to float', (x) => tf.cast(x, 'float32'), [[b([6])]], []),
  single('filled with other types', (x) => [tf.mul(x, tf.cast(tf.fill([3], 1.7, 'int32'), 'float32'))], [[f([3])]], []),
  single('constants of other types', (x) => tf.add(x, tf.cast(tf.tensor1d([1.7, -1.7, 2]), 'int32')), [[i([3])]], []),
];

const shapes: KernelCase[] = [
  single('reshape', (x) => tf.reshape(x, [3, -1]), [[f([2, 3])], [f([6, 1])]]),
  single('reshape there and back', (x) => tf.reshape(tf.reshape(x, [6]), [2, 3]), [[f([2, 3])]]),
  single('reshape without elements', (x) => tf.reshape(x, [3, 0]), [[f([0, 2])]]),
  single('expandDims and squeeze', (x) => tf.squeeze(tf.expandDims(x, -1)), [[f([2, 3])]]),
  single('clone', tf.clone),
  single('transpose', (x) => tf.transpose(x), [[f([2, 3])], [f([2, 3, 4])], [f([1, 3])], [f([0, 3])]]),
  single('transpose twice', (x) => tf.transpose(tf.transpose(x, [2, 0, 1]), [1, 0, 2]), [[f([2, 3, 4])]]),
  pair(
    'concat',
    (x, y) => tf.concat([x, y], 1),
    [[f([2, 3]), f([2, 1])], [f([2, 0]), f([2, 2])], [f([0, 1]), f([0, 2])]],
  ),
  pair('stack', (x, y) => tf.stack([x, y], -1), [[f([2, 3]), f([2, 3])]]),
  single('unstack', (x) => tf.unstack(x, 1), [[f([2, 3])]]),
  single('unstack one', (x) => tf.unstack(x, 1), [[f([2, 1])]], []),
  single('split', (x) => tf.split(x, [1, 2], -1), [[f([2, 3])]]),
  single('split with an empty part', (x) => tf.split(x, [3, 0], -1), [[f([2, 3])]]),
  single('tile', (x) => tf.tile(x, [2, 3]), [[f([2, 3])], [f([1, 1])]]),
  single('broadcastTo', (x) => tf.broadcastTo(x, [2, 3]), [[f([1, 3])], [f([2, 1])]]),
  single('slice', (x) => tf.slice(x, [0, 1], [-1, 2]), [[f([2, 3])], [f([4, 3])]]),
  single('slice without elements', (x) => tf.slice(x, [0, 1], [2, 0]), [[f([2, 3])]]),
  single('stridedSlice', (x) => tf.stridedSlice(x, [0, 2], [2, 0], [1, -1]), [[f([2, 3])]], []),
  single('stridedSlice backwards to the first', (x) => tf.stridedSlice(x, [3], [0], [-1], 0, 1), [[f([4])]], []),
  pair('concat of other types', (x, y) => tf.concat([x, y]), [[i([2]), f([2])], [f([2]), i([2])]], []),
  single('pad', (x) => tf.pad(x, [[1, 0], [0, 2]], 7), [[f([2, 3])]]),
  single('pad nothing', (x) => tf.pad(x, [[1, 1], [0, 0]]), [[f([0, 3])]], []),
  single('mirrorPad, reflect', (x) => tf.mirrorPad(x, [[1, 1], [0, 2]], 'reflect'), [[f([2, 3])]], []),
  single('mirrorPad, symmetric', (x) => tf.mirrorPad(x, [[1, 2], [0, 2]], 'symmetric'), [[f([2, 3])]], []),
  single('pad of booleans', (x) => tf.pad(x, [[1, 1]]), [[b([3])]], []),
  single('reverse', (x) => tf.reverse(x, [0, -1]), [[f([2, 3])]]),
  single('reverse of all axes', (x) => tf.reverse(x), [[f([2, 3])]], []),
  single('zeros and ones', (x) => tf.add(tf.onesLike(x), tf.zerosLike(x)), [[f([2])]], []),
  single('ranges as tfjs counts', (x) => [x, tf.range(5, 0), tf.range(5, 0, 2), tf.range(0, 5, -1), tf.range(2, 2), tf.range(0, 3, 0.5, 'int32'), tf.range(0, 1, 0.1)], [[f([1])]], []),
  single('range', (x) => tf.add(x, tf.range(0, 6, 2)), [[f([3])]], []),
  single('linspace', (x) => tf.add(x, tf.linspace(0, 1, 3)), [[f([3])]], []),
];

const summaries: KernelCase[] = [
  ...reductions('sum', tf.sum),
  ...reductions('mean', tf.mean),
  ...reductions('max', tf.max),
  ...reductions('min', tf.min),
  ...reductions('prod', tf.prod, []),
  single('sum over many rows', (x) => tf.sum(x, 0), [[f([1024, 3])]]),
  single('sum over many rows of two axes', (x) => tf.sum(x, [0, 1], true), [[f([16, 64, 2])]], []),
  single('sum over an empty axis', (x) => tf.sum(x, 0), [[f([0, 3])]]),
  single('mean over an empty axis', (x) => tf.mean(x, 0), [[f([0, 3])]], []),
  single('prod over an empty axis', (x) => tf.prod(x, 0), [[f([0, 3])]], []),
  single('sum to nothing', (x) => tf.sum(x, 1), [[f([0, 3])]]),
  single('sum of a constant', (x) => tf.add(x, tf.sum(tf.fill([3, 4], 2), 1)), [[f([3])]]),
  single('sum of integers', (x) => tf.sum(x, 1), [[i([2, 3])]], []),
  single('mean of integers', (x) => tf.mean(x, 1), [[i([2, 3])]], []),
  single('all', (x) => tf.all(x, 1), [[b([4, 2])]], []),
  single('any', (x) => tf.any(x, 1), [[b([4, 2])]], []),
  single('argMax', (x) => tf.argMax(x, 1), [[f([2, 3])], [f([2, 1])]], []),
  single('argMin', (x) => tf.argMin(x, 0), [[f([2, 3])]], []),
  single('argMax of long rows', (x) => tf.argMax(x, 1), [[f([3, 6000])], [i([2, 4099])], [f([0, 4096])]], []),
  single('argMin of long rows', (x) => tf.argMin(x, 1), [[f([3, 6000])], [i([2, 4096])]], []),
  single('argMax of ties in long rows', (x) => tf.argMax(tf.floor(tf.div(x, 1.9)), 1), [[f([3, 4096])]], []),
  single('argMax of ties', (x) => tf.argMax(tf.zerosLike(x), 1), [[f([2, 3])]], []),
  single('softmax', (x) => tf.softmax(x), [[f([2, 3])], [f([2, 2, 4])]]),
  single('logSoftmax', (x) => tf.logSoftmax(x), [[f([2, 3])]]),
  single('logSumExp', (x) => tf.logSumExp(x, 1), [[f([2, 3])]]),
  single('norm', (x) => tf.norm(x), [[f([2, 3])]]),
  single('cumsum', (x) => tf.cumsum(x, 1), [[f([2, 3])]]),
  single('cumsum, exclusive and reversed', (x) => tf.cumsum(x, 0, true, true), [[f([3, 2])]], []),
  single('topk of equal elements', (x) => { const { values, indices } = tf.topk(tf.cast(x, 'float32'), 7); return [values, indices]; }, [[i([7], 0, 3)], [i([2, 3, 9], 0, 2)], [i([4, 64], -1, 2)]], []),
  single('topk of large integers', (x) => { const { values, indices } = tf.topk(tf.add(x, tf.tensor1d([0, 2 ** 30, 0, 2 ** 30 + 1, -5, 2 ** 30 + 3, 7, 0], 'int32')), 4); return [values, indices]; }, [[i([8], 0, 1)]], []),
  single('topk of equal integers', (x) => tf.topk(x, 3).indices, [[i([8], 0, 2)]], []),
  single('topk', (x) => { const { values, indices } = tf.topk(x, 2); return [values, indices]; }, [[f([2, 4])]], []),
];

const products: KernelCase[] = [
  ...[false, true].flatMap((tA) =>
    [false, true].flatMap((tB) => [
      pair(
        `matMul ${tA ? 'T' : '-'}${tB ? 'T' : '-'}`,
        (x, y) => tf.matMul(x, y, tA, tB),
        [[f(tA ? [4, 2] : [2, 4]), f(tB ? [3, 4] : [4, 3])]],
      ),
      pair(
        `batched matMul ${tA ? 'T' : '-'}${tB ? 'T' : '-'}`,
        (x, y) => tf.matMul(x, y, tA, tB),
        [[f(tA ? [2, 3, 4, 2] : [2, 3, 2, 4]), f(tB ? [2, 3, 3, 4] : [2, 3, 4, 3])]],
      ),
    ]),
  ),
  pair('matMul with a bias', (x, y) => tf.add(tf.matMul(x, y), tf.tensor1d([1, 2, 3])), [[f([2, 4]), f([4, 3])]]),
  pair('matMul over no elements', (x, y) => tf.matMul(x, y), [[f([2, 0]), f([0, 3])]]),
  pair(
    'matMul of one element, as a number',
    (x, y) => {
      const number = tf.reshape(tf.matMul(x, y), []);
      return tf.add(tf.mul(x, number), tf.mul(tf.exp(number), tf.reshape(tf.matMul(y, x, true, true), [])));
    },
    [[f([1, 3]), f([3, 1])]],
  ),
  {
    name: 'fused matMul',
    run: (x, y, z) => tf.fused.matMul({ a: x as tf.Tensor2D, b: y as tf.Tensor2D, bias: z, activation: 'relu' }),
    inputs: [[f([2, 4]), f([4, 3]), f([3])]],
    gradient: [0, 1, 2],
  },
  pair(
    'matrices made of constants, read both ways',
    (x, y) => {
      const numbers = tf.tensor2d([3, 1, -2, 0.5, 4, -1, 2, 0.25, -3], [3, 3]);
      const sliced = tf.slice(tf.tensor2d([[9, 9, 9], [1, 2, 3], [4, 5, 6], [7, 8, -9]]), [1, 0], [3, 3]);
      const made = [numbers, sliced, tf.exp(numbers), tf.add(numbers, tf.transpose(sliced))];
      return tf.addN(made.map((matrix) => tf.mul(tf.matMul(x, matrix), tf.matMul(y, matrix, false, true))));
    },
    [[f([2, 3]), f([2, 3])]],
  ),
  pair(
    'outer product with a column',
    (x, y) => tf.add(tf.matMul(x, y), tf.tensor1d([1, 2, 3])),
    [[f([2, 4]), f([4, 1])]],
  ),
];

const indexing: KernelCase[] = [
  pair(
    'gather',
    (x, ids) => tf.gather(x, tf.cast(ids, 'int32')),
    [[f([5, 3]), i([7], 0, 5)], [f([5]), i([2, 2], 0, 5)], [f([5, 2]), i([0], 0, 5)]],
    [0],
  ),
  pair('gather columns', (x, ids) => tf.gather(x, tf.cast(ids, 'int32'), 1), [[f([3, 5]), i([4], 0, 5)]], [0]),
  pair(
    'gather in batches',
    (x, ids) => tf.gather(x, tf.cast(ids, 'int32'), 1, 1),
    [[f([2, 5, 3]), i([2, 4], 0, 5)]],
    [],
  ),
  pair('gatherND', (x, ids) => tf.gatherND(x, tf.cast(ids, 'int32')), [[f([2, 3]), i([4, 2], 0, 2)]], []),
  pair('scatterND', (ids, x) => tf.scatterND(tf.cast(ids, 'int32'), x, [5, 2]), [[i([6, 1], 0, 5), f([6, 2])]], []),
  {
    name: 'tensorScatterUpdate',
    run: (x, u) => tf.tensorScatterUpdate(tf.add(x, 1), tf.tensor2d([[1], [3]], undefined, 'int32'), u),
    inputs: [[f([4, 2]), f([2, 2])]],
  },
  pair(
    'unsortedSegmentSum',
    (x, ids) => tf.unsortedSegmentSum(x, tf.cast(ids, 'int32') as tf.Tensor1D, 4),
    [[f([6, 2]), i([6], 0, 4)], [f([0, 2]), i([0], 0, 4)], [f([12, 2]), i([12], -3, 8)], [f([6]), i([6], -1, 5)]],
    [],
  ),
  single('oneHot', (ids) => tf.oneHot(tf.cast(ids, 'int32'), 4), [[i([6], -2, 7)]], []),
  single(
    'oneHot of two values',
    (ids) => tf.oneHot(tf.cast(ids, 'int32'), 4, 0.5, -1, 'float32'),
    [[i([2, 3], 0, 4)]],
    [],
  ),
];

const fused: KernelCase[] = [
  {
    name: 'layerNorm',
    run: (x, g, o) => layerNorm(x, g as tf.Tensor1D, o as tf.Tensor1D, 1e-6),
    inputs: [[f([3, 8]), f([8]), f([8])], [f([2, 3, 4]), f([4]), f([4])]],
    gradient: [0, 1, 2],
  },
  single('gelu', gelu),
  {
    name: 'attention',
    run: (q, k, v, m) => attention(
      q as tf.Tensor4D,
      k as tf.Tensor4D,
      v as tf.Tensor4D,
      tf.zeros([2, 1, 1, 3]),
      m as tf.Tensor4D,
    ),
    inputs: [[f([2, 2, 3, 4]), f([2, 2, 3, 4]), f([2, 2, 3, 4]), f([2, 2, 3, 3], 0, 2)]],
    gradient: [0, 1, 2],
  },
  {
    name: 'projectionCrossEntropy',
    run: (h, t, o, y) => projectionCrossEntropy(h as tf.Tensor2D, t as tf.Tensor2D, o as tf.Tensor1D, y as tf.Tensor1D),
    inputs: [[f([4, 3]), f([7, 3]), f([7]), i([4], 0, 7)]],
    gradient: [0, 1, 2],
  },
  pair(
    'embeddingLookup',
    (t, ids) => embeddingLookup(t as tf.Tensor2D, ids as tf.Tensor1D),
    [[f([5, 3]), i([9], 0, 5)]],
    [0],
  ),
];

/** Every case, by family. */
export const kernelCases: Readonly<Record<string, readonly KernelCase[]>> = {
  arithmetic,
  functions,
  comparisons,
  types,
  shapes,
  summaries,
  products,
  indexing,
  fused,
};
