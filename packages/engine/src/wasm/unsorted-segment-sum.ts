// N rows of width W, summed into S segments.
import { UnsortedSegmentSum, util } from '@tensorflow/tfjs-core';
import { addKernel, floats, integers } from './replace-kernel.js';

/**
 * Adds UnsortedSegmentSum, the gradient of `gather`: one pass over the rows. The CPU backend's own would pass over all
 * rows once for each segment.
 */
export function addUnsortedSegmentSum(): void {
  addKernel(UnsortedSegmentSum, ({ inputs: { x, segmentIds }, attrs, backend }) => {
    const segments = attrs['numSegments'] as number;
    const rowShape = x.shape.slice(segmentIds.shape.length);
    const width = util.sizeFromShape(rowShape);
    const out = backend.makeOutput([segments, ...rowShape], 'float32');
    const sums_SW = floats(backend, out).fill(0);
    const rows_NW = floats(backend, x);
    integers(backend, segmentIds).forEach((segment, row) => {
      // As in TensorFlow, rows of a negative segment are left out.
      if (segment >= 0 && segment < segments) {
        const to = segment * width;
        const from = row * width;
        for (let i = 0; i < width; i++) {
          sums_SW[to + i] += rows_NW[from + i];
        }
      }
    });
    return out;
  });
}
