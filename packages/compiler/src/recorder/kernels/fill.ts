/* Tensors made of nothing but numbers. */
import type { FillAttrs, LinSpaceAttrs, RangeAttrs } from '@tensorflow/tfjs-core';
import { type KernelTable, kernel } from '../kernel.js';
import type { GraphDType, Symbolic } from '../symbolic.js';

export const fillKernels: KernelTable = {
  Fill: kernel<FillAttrs>((recorder, _, { shape, value, dtype }) =>
    recorder.uniform(Number(value), shape, (dtype ?? 'float32') as GraphDType),
  ),
  ZerosLike: kernel((recorder, { x }) => recorder.uniform(0, (x as Symbolic).shape, (x as Symbolic).dtype)),
  OnesLike: kernel((recorder, { x }) => recorder.uniform(1, (x as Symbolic).shape, (x as Symbolic).dtype)),
  Range: kernel<RangeAttrs>((recorder, _, { start, stop, step, dtype }) => {
    const count = Math.max(0, Math.ceil((stop - start) / step));
    const values = Array.from({ length: count }, (_value, index) => start + index * step);
    return recorder.constant(values, [count], dtype as GraphDType);
  }),
  LinSpace: kernel<LinSpaceAttrs>((recorder, _, { start, stop, num }) => {
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    const values = Array.from({ length: num }, (_value, index) => start + index * step);
    return recorder.constant(values, [num], 'float32');
  }),
};
