// Z matrices of R rows and C columns.
import { Transpose, util } from '@tensorflow/tfjs-core';
import { floats, replaceKernel } from './replace-kernel.js';

// A tile of 16 by 16 float32 reads and writes whole cache lines of 64 bytes.
const TILE = 16;

/** Replaces Transpose of the last two axes by one tile by tile; the backend's own walks memory column by column. */
export function replaceTranspose(): void {
  replaceKernel(Transpose, (original) => (args) => {
    const { inputs, attrs, backend } = args;
    const { x } = inputs;
    const perm = attrs['perm'] as number[];
    if (!swapsLastTwo(perm) || x.dtype !== 'float32') {
      return original(args);
    }
    const [rows, columns] = x.shape.slice(-2);
    const leading = x.shape.slice(0, -2);
    const out = backend.makeOutput([...leading, columns, rows], 'float32');
    const to = floats(backend, out);
    const from = floats(backend, x);
    for (let matrix = 0; matrix < util.sizeFromShape(leading); matrix++) {
      const start = matrix * rows * columns;
      transposeTiles(from.subarray(start), to.subarray(start), rows, columns);
    }
    return out;
  });
}

function swapsLastTwo(perm: readonly number[]): boolean {
  const rank = perm.length;
  const swapped = [...perm.keys()];
  [swapped[rank - 2], swapped[rank - 1]] = [rank - 1, rank - 2];
  return rank >= 2 && perm.every((axis, i) => axis === swapped[i]);
}

function transposeTiles(from_RC: Float32Array, to_CR: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row += TILE) {
    const rowEnd = Math.min(row + TILE, rows);
    for (let column = 0; column < columns; column += TILE) {
      const columnEnd = Math.min(column + TILE, columns);
      for (let c = column; c < columnEnd; c++) {
        for (let r = row; r < rowEnd; r++) {
          to_CR[c * rows + r] = from_RC[r * columns + c];
        }
      }
    }
  }
}
