/* Axes summarized to one number. */
import type { ArgMaxAttrs, CumsumAttrs, SoftmaxAttrs, SumAttrs, TopKAttrs } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { elementCount } from '../../host-tensor.js';
import { type Kernel, type KernelTable, kernel, ofNumbers } from '../kernel.js';
import { RecordError } from '../record-error.js';
import type { Recorder } from '../recorder.js';
import { type Symbolic, frontAxis } from '../symbolic.js';
import { cast } from './cast.js';
import { reshape } from './reshape.js';

interface Reduction {
  readonly op: string;
  /** The result over no elements. */
  readonly empty: number;
  /** The result over `count` elements that all equal `value`. */
  uniform(value: number, count: number): number;
}

const reductions = {
  sum: { op: 'ReduceSum', empty: 0, uniform: (value: number, count: number) => value * count },
  // As tfjs has it.
  mean: { op: 'ReduceMean', empty: 0, uniform: (value: number) => value },
  max: { op: 'ReduceMax', empty: Number.NEGATIVE_INFINITY, uniform: (value: number) => value },
  min: { op: 'ReduceMin', empty: Number.POSITIVE_INFINITY, uniform: (value: number) => value },
  prod: { op: 'ReduceProd', empty: 1, uniform: (value: number, count: number) => value ** count },
} satisfies Record<string, Reduction>;

/** Reduces `axes` of x, counted from the front. */
function reduce(
  recorder: Recorder,
  reduction: Reduction,
  x: Symbolic,
  axes: readonly number[],
  keepDims: boolean,
): Symbolic {
  const shape = keepDims
    ? x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : x.shape.filter((_, axis) => !axes.includes(axis));
  const count = elementCount(axes.map((axis) => x.shape[axis] as number));
  if (count === 0) return recorder.uniform(reduction.empty, shape, x.dtype);
  if (count === 1) return reshape(recorder, x, shape);
  if (x.uniform !== undefined) return recorder.uniform(reduction.uniform(x.uniform, count), shape, x.dtype);
  const attributes = { keepdims: keepDims ? 1 : 0 };
  return recorder.record(reduction.op, [x, recorder.indices(axes)], { shape, dtype: x.dtype }, { attributes });
}

/** Sum over `axes` of x. */
export function sum(recorder: Recorder, x: Symbolic, axes: readonly number[], keepDims: boolean): Symbolic {
  return reduce(recorder, reductions.sum, x, axes, keepDims);
}

/** Largest element over `axes` of x. */
export function max(recorder: Recorder, x: Symbolic, axes: readonly number[], keepDims: boolean): Symbolic {
  return reduce(recorder, reductions.max, x, axes, keepDims);
}

// tfjs' kernels name the axes `axis`, but Max names them `reductionIndices`.
type AxisAttributes = Partial<SumAttrs> & { reductionIndices?: number | number[]; keepDims?: boolean };

function parseAxes(x: Symbolic, { axis, reductionIndices }: AxisAttributes): number[] {
  const all = x.shape.map((_, index) => index);
  return util.parseAxisParam(axis ?? reductionIndices ?? all, [...x.shape]);
}

const reducing = (reduction: Reduction): Kernel =>
  kernel<AxisAttributes>((recorder, inputs, attributes) => {
    const x = inputs['x'] as Symbolic;
    return reduce(recorder, reduction, x, parseAxes(x, attributes), attributes.keepDims ?? false);
  });

/** A mean of integers is a fraction. */
const mean = kernel<AxisAttributes>((recorder, inputs, attributes) => {
  const x = cast(recorder, inputs['x'] as Symbolic, 'float32');
  return reduce(recorder, reductions.mean, x, parseAxes(x, attributes), attributes.keepDims ?? false);
});

/** True when every (or any) element is: the least (or largest) of zeros and ones. */
const logical = (reduction: Reduction): Kernel =>
  kernel<AxisAttributes>((recorder, inputs, attributes) => {
    const x = cast(recorder, inputs['x'] as Symbolic, 'int32');
    const reduced = reduce(recorder, reduction, x, parseAxes(x, attributes), attributes.keepDims ?? false);
    return cast(recorder, reduced, 'bool');
  });

/** Index of the first extreme element along one axis. */
const extremeIndex = (op: 'ArgMax' | 'ArgMin'): Kernel =>
  kernel<ArgMaxAttrs>((recorder, inputs, { axis }) => {
    const x = inputs['x'] as Symbolic;
    const [front] = util.parseAxisParam(axis, [...x.shape]) as [number];
    if (x.shape[front] === 0) throw new RecordError(`${recorder.kernel}: expected elements along axis ${front}, received shape [${x.shape}].`);
    const parts = front === 1 && x.shape.length === 2 ? partsOf(x.shape[1] as number) : 1;
    const places = parts > 1 ? placesByParts(recorder, op, x, parts) : extremePlaces(recorder, op, x, front);
    return cast(recorder, places, 'int32');
  });

function extremePlaces(recorder: Recorder, op: 'ArgMax' | 'ArgMin', x: Symbolic, axis: number): Symbolic {
  const shape = x.shape.filter((_, index) => index !== axis);
  return recorder.record(op, [x], { shape, dtype: 'int64' }, { attributes: { axis, keepdims: 0 } });
}

/** Elements from which on a row is searched in parts. */
const LONG = 4096;
const MOST_PARTS = 16;

/** The largest number of equal parts in which a row of `length` is searched; 1 for short rows. */
function partsOf(length: number): number {
  if (length < LONG) return 1;
  return Array.from({ length: MOST_PARTS }, (_, index) => MOST_PARTS - index).find((parts) => length % parts === 0) as number;
}

/** Places of the first extreme element of each row of x [B, parts L]: the part by the extremes of all parts, then the place within it. ONNX Runtime finds an extreme three times faster than its place. */
function placesByParts(recorder: Recorder, op: 'ArgMax' | 'ArgMin', x: Symbolic, parts: number): Symbolic {
  const [rows, length] = [x.shape[0] as number, (x.shape[1] as number) / parts];
  const x_BPL = reshape(recorder, x, [rows, parts, length]);
  const extremes_BP = reduce(recorder, op === 'ArgMax' ? reductions.max : reductions.min, x_BPL, [2], false);
  const part_B = extremePlaces(recorder, op, extremes_BP, 1);
  const type = { shape: [rows, length], dtype: x.dtype };
  const found_BL = recorder.record('GatherND', [x_BPL, reshape(recorder, part_B, [rows, 1])], type, { attributes: { batch_dims: 1 } });
  const start_B = recorder.record('Mul', [part_B, recorder.scalar(length, 'int64')], part_B);
  return recorder.record('Add', [start_B, extremePlaces(recorder, op, found_BL, 1)], part_B);
}

const softmax = kernel<SoftmaxAttrs>((recorder, inputs, { dim }) => {
  const x = cast(recorder, inputs['logits'] as Symbolic, 'float32');
  return recorder.record('Softmax', [x], x, { attributes: { axis: frontAxis(dim, x.shape.length) } });
});

const cumulativeSum = kernel<CumsumAttrs>((recorder, inputs, { axis, exclusive, reverse }) => {
  const x = inputs['x'] as Symbolic;
  const where = recorder.scalar(frontAxis(axis, x.shape.length), 'int64');
  return recorder.record('CumSum', [x, where], x, {
    attributes: { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 },
  });
});

const topK = kernel<TopKAttrs>((recorder, inputs, { k, sorted }) => {
  const x = inputs['x'] as Symbolic;
  const shape = [...x.shape.slice(0, -1), k];
  if (elementCount(shape) === 0) {
    return [recorder.uniform(0, shape, x.dtype), recorder.uniform(0, shape, 'int32')];
  }
  const types = [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int64' as const },
  ];
  const attributes = { axis: x.shape.length - 1, sorted: sorted ? 1 : 0 };
  const [values, places] = recorder.recordMany('TopK', [x, recorder.indices([k])], types, { attributes });
  return [values as Symbolic, cast(recorder, places as Symbolic, 'int32')];
});

export const reductionKernels: KernelTable = {
  Sum: reducing(reductions.sum),
  Mean: mean,
  Max: reducing(reductions.max),
  Min: reducing(reductions.min),
  Prod: reducing(reductions.prod),
  All: logical({ ...reductions.min, empty: 1 }),
  Any: logical({ ...reductions.max, empty: 0 }),
  ArgMax: ofNumbers(extremeIndex('ArgMax')),
  ArgMin: ofNumbers(extremeIndex('ArgMin')),
  Softmax: softmax,
  Cumsum: ofNumbers(cumulativeSum),
  TopK: ofNumbers(topK),
};
