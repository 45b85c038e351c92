// V rows of width W in the table, N indices.
import { GatherV2, util } from '@tensorflow/tfjs-core';
import { floats, integers, replaceKernel } from './replace-kernel.js';

/** Replaces GatherV2 along the first axis by copies of whole rows; the backend's own goes element by element. */
export function replaceGather(): void {
  replaceKernel(GatherV2, (original) => (args) => {
    const { inputs, attrs, backend } = args;
    const { x, indices } = inputs;
    const { axis = 0, batchDims = 0 } = attrs as { axis?: number; batchDims?: number };
    if (axis !== 0 || batchDims !== 0 || x.dtype !== 'float32') {
      return original(args);
    }
    const rowShape = x.shape.slice(1);
    const width = util.sizeFromShape(rowShape);
    const out = backend.makeOutput([...indices.shape, ...rowShape], 'float32');
    const rows_NW = floats(backend, out);
    const table_VW = floats(backend, x);
    const count = x.shape[0];
    integers(backend, indices).forEach((index, row) => {
      if (index < 0 || index >= count) {
        throw new RangeError(`gather: expected indices in [0, ${count}), received ${index}`);
      }
      rows_NW.set(table_VW.subarray(index * width, (index + 1) * width), row * width);
    });
    return out;
  });
}
