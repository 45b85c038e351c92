/* Tensors made of nothing but numbers. */
import type { FillAttrs, LinSpaceAttrs, RangeAttrs } from '@tensorflow/tfjs-core';
import { type KernelTable, kernel } from '../kernel.js';
import type { GraphDType, Symbolic } from '../symbolic.js';
import { cast } from './cast.js';

/** tfjs' own range: nothing where the step leads away from the end, downwards by itself, each number from the one before as its type rounds it. */
function rangeOf(start: number, stop: number, step: number, Numbers: Int32ArrayConstructor | Float32ArrayConstructor): Int32Array | Float32Array {
  const leadsAway = start < stop ? step < 0 : step > 1;
  if (start === stop || leadsAway) return new Numbers(0);
  const values = new Numbers(Math.abs(Math.ceil((stop - start) / step)));
  const stride = stop < start && step === 1 ? -1 : step;
  values[0] = start;
  for (let index = 1; index < values.length; index++) values[index] = (values[index - 1] as number) + stride;
  return values;
}

export const fillKernels: KernelTable = {
  Fill: kernel<FillAttrs>((recorder, _, { shape, value, dtype }) =>
    cast(recorder, recorder.uniform(Number(value), shape, 'float32'), (dtype ?? 'float32') as GraphDType),
  ),
  ZerosLike: kernel((recorder, { x }) => recorder.uniform(0, (x as Symbolic).shape, (x as Symbolic).dtype)),
  OnesLike: kernel((recorder, { x }) => recorder.uniform(1, (x as Symbolic).shape, (x as Symbolic).dtype)),
  Range: kernel<RangeAttrs>((recorder, _, { start, stop, step, dtype }) => {
    const values = rangeOf(start, stop, step, dtype === 'int32' ? Int32Array : Float32Array);
    return recorder.constant(values, [values.length], dtype as GraphDType);
  }),
  LinSpace: kernel<LinSpaceAttrs>((recorder, _, { start, stop, num }) => {
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    const values = Array.from({ length: num }, (_value, index) => start + index * step);
    return recorder.constant(values, [num], 'float32');
  }),
};
