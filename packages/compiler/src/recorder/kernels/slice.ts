/* Parts of a tensor. */
import type { SliceAttrs, SplitVAttrs, StridedSliceAttrs, UnpackAttrs } from '@tensorflow/tfjs-core';
import { backend_util, slice_util } from '@tensorflow/tfjs-core';
import { elementCount } from '../../host-tensor.js';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import { type Symbolic, frontAxis, sameShape } from '../symbolic.js';
import { reshape } from './reshape.js';

/** The part of x that starts at `begin` and has `shape`. */
export function slice(
  recorder: Recorder,
  x: Symbolic,
  begin: readonly number[],
  shape: readonly number[],
): Symbolic {
  if (sameShape(shape, x.shape)) return x;
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  const cut = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== x.shape[axis]);
  const starts = cut.map((axis) => begin[axis] as number);
  const ends = cut.map((axis) => (begin[axis] as number) + (shape[axis] as number));
  const inputs = [x, recorder.indices(starts), recorder.indices(ends), recorder.indices(cut)];
  return recorder.record('Slice', inputs, { shape, dtype: x.dtype });
}

/** Cuts x along `axis` into parts of the given lengths. */
function split(recorder: Recorder, x: Symbolic, lengths: readonly number[], axis: number): Symbolic[] {
  const shapes = lengths.map((length) => x.shape.map((whole, index) => (index === axis ? length : whole)));
  const computable = x.uniform === undefined && shapes.every((shape) => elementCount(shape) > 0);
  if (!computable || lengths.length === 1) {
    let start = 0;
    return shapes.map((shape, part) => {
      const begin = x.shape.map((_, index) => (index === axis ? start : 0));
      start += lengths[part] as number;
      return slice(recorder, x, begin, shape);
    });
  }
  const types = shapes.map((shape) => ({ shape, dtype: x.dtype }));
  return recorder.recordMany('Split', [x, recorder.indices(lengths)], types, { attributes: { axis } });
}

/** ONNX counts an end before the first element as this. */
const BEFORE_FIRST = -(2 ** 31);

function stridedSlice(recorder: Recorder, x: Symbolic, attributes: StridedSliceAttrs): Symbolic {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const info = slice_util.sliceInfo(
    [...x.shape],
    begin,
    end,
    strides,
    beginMask,
    endMask,
    ellipsisMask,
    newAxisMask,
    shrinkAxisMask,
  );
  const cut = slice_util.computeOutShape(info.begin, info.end, info.strides);
  if (info.isIdentity || x.uniform !== undefined || elementCount(info.finalShape) === 0) {
    return x.uniform === undefined && info.isIdentity
      ? reshape(recorder, x, info.finalShape)
      : recorder.uniform(x.uniform ?? 0, info.finalShape, x.dtype);
  }
  const ends = info.end.map((stop, axis) => ((info.strides[axis] as number) < 0 && stop < 0 ? BEFORE_FIRST : stop));
  const axes = cut.map((_, axis) => axis);
  const inputs = [x, ...[info.begin, ends, axes, info.strides].map((list) => recorder.indices(list))];
  const part = recorder.record('Slice', inputs, { shape: cut, dtype: x.dtype });
  return reshape(recorder, part, info.finalShape);
}

export const sliceKernels: KernelTable = {
  Slice: kernel<SliceAttrs>((recorder, inputs, { begin, size }) => {
    const x = inputs['x'] as Symbolic;
    const [starts, shape] = slice_util.parseSliceParams(asShaped(x), begin, size) as [number[], number[]];
    return slice(recorder, x, starts, shape);
  }),
  StridedSlice: kernel<StridedSliceAttrs>((recorder, { x }, attributes) =>
    stridedSlice(recorder, x as Symbolic, attributes),
  ),
  SplitV: kernel<SplitVAttrs>((recorder, inputs, { numOrSizeSplits, axis }) => {
    const x = inputs['x'] as Symbolic;
    const front = frontAxis(axis, x.shape.length);
    return split(recorder, x, backend_util.prepareSplitSize(asShaped(x), numOrSizeSplits, front), front);
  }),
  Unpack: kernel<UnpackAttrs>((recorder, inputs, { axis }) => {
    const value = inputs['value'] as Symbolic;
    const front = frontAxis(axis, value.shape.length);
    const shape = value.shape.filter((_, index) => index !== front);
    const lengths = new Array<number>(value.shape[front] as number).fill(1);
    return split(recorder, value, lengths, front).map((part) => reshape(recorder, part, shape));
  }),
};

/** tfjs' helpers read nothing of a tensor but its shape. */
function asShaped(x: Symbolic): Parameters<typeof backend_util.prepareSplitSize>[0] {
  return { shape: [...x.shape] } as Parameters<typeof backend_util.prepareSplitSize>[0];
}
