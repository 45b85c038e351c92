// N rows (the leading dimensions, which are summed) of width W.
import { Sum, util } from '@tensorflow/tfjs-core';
import { floats, replaceKernel } from './replace-kernel.js';

/**
 * Replaces Sum over leading axes, such as the gradient of a bias, by additions row by row. The backend's own first
 * transposes the whole tensor.
 */
export function replaceLeadingSum(): void {
  replaceKernel(Sum, (original) => (args) => {
    const { inputs, attrs, backend } = args;
    const { x } = inputs;
    const { axis = null, keepDims = false } = attrs as { axis?: number | number[] | null; keepDims?: boolean };
    const rank = x.shape.length;
    const axes = axis === null ? [] : util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const leading = axes.length > 0 && axes.length < rank && axes.every((value, i) => value === i);
    if (!leading || x.dtype !== 'float32') {
      return original(args);
    }
    const kept = x.shape.slice(axes.length);
    const width = util.sizeFromShape(kept);
    const out = backend.makeOutput([...(keepDims ? axes.map(() => 1) : []), ...kept], 'float32');
    // Long columns are summed in double precision: float32 would lose the last digits.
    const sums_W = new Float64Array(width);
    const rows_NW = floats(backend, x);
    for (let from = 0; from < rows_NW.length; from += width) {
      for (let i = 0; i < width; i++) {
        sums_W[i] += rows_NW[from + i];
      }
    }
    floats(backend, out).set(sums_W);
    return out;
  });
}
