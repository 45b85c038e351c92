/* The same elements under another shape. */
import type { ExpandDimsAttrs, ReshapeAttrs } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { elementCount } from '../../host-tensor.js';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import { type Symbolic, frontAxis, sameShape } from '../symbolic.js';

/** `x` with its elements, in order, under `shape`. A reshape of a reshape is recorded as one. */
export function reshape(recorder: Recorder, x: Symbolic, shape: readonly number[]): Symbolic {
  if (sameShape(x.shape, shape)) return x;
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  if (x.values !== undefined) return { ...x, shape: [...shape] };
  const source = beforeReshape(recorder, x);
  if (sameShape(source.shape, shape)) return source;
  return recorder.record('Reshape', [source, recorder.indices(shape)], { shape, dtype: x.dtype });
}

function beforeReshape(recorder: Recorder, x: Symbolic): Symbolic {
  const maker = recorder.graph.makerOf(x.name as string);
  if (maker?.op !== 'Reshape') return x;
  const name = maker.inputs[0] as string;
  return { ...x, name, shape: recorder.graph.typeOf(name).shape };
}

/** Inserts an axis of length 1. */
export function expandDims(recorder: Recorder, x: Symbolic, axis: number): Symbolic {
  const shape = [...x.shape];
  shape.splice(frontAxis(axis, shape.length + 1), 0, 1);
  return reshape(recorder, x, shape);
}

export const reshapeKernels: KernelTable = {
  Identity: kernel((_, { x }) => x as Symbolic),
  Reshape: kernel<ReshapeAttrs>((recorder, { x }, { shape }) => {
    const source = x as Symbolic;
    return reshape(recorder, source, util.inferFromImplicitShape(shape, elementCount(source.shape)));
  }),
  ExpandDims: kernel<ExpandDimsAttrs>((recorder, { input }, { dim }) =>
    expandDims(recorder, input as Symbolic, dim),
  ),
};
