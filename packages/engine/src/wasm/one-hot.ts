// N indices, D classes.
import { OneHot, util, type DataType } from '@tensorflow/tfjs-core';
import { integers, replaceKernel } from './replace-kernel.js';

/**
 * Replaces OneHot. The backend's own (tfjs 4.22) writes integers whatever the type asked for, so that a 1 of type
 * float32 comes out as 1.4e-45.
 */
export function replaceOneHot(): void {
  replaceKernel(OneHot, () => ({ inputs, attrs, backend }) => {
    const { indices } = inputs;
    const { depth, onValue, offValue, dtype } = attrs as {
      depth: number;
      onValue: number;
      offValue: number;
      dtype: DataType;
    };
    const out = backend.makeOutput([...indices.shape, depth], dtype);
    const rows_ND = backend.typedArrayFromHeap(out).fill(offValue);
    const classes = integers(backend, indices);
    for (let row = 0; row < util.sizeFromShape(indices.shape); row++) {
      // As in TensorFlow, an index of no class gives a row without a mark.
      if (classes[row] >= 0 && classes[row] < depth) {
        rows_ND[row * depth + classes[row]] = onValue;
      }
    }
    return out;
  });
}
