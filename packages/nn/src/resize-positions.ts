import type { StoredTensor } from '@electra-ts/checkpoint';

// P positions, E embedding width

/**
 * A table of position embeddings for another number of positions. For more, the stored ones are spread evenly over the
 * new range, first and last in place, and what lies between two is interpolated linearly (as Dosovitskiy et al. 2021,
 * section 3.2, do for longer inputs): neighbors stay neighbors, and a short training gets a model used to it. For fewer,
 * the first ones are taken as they are.
 *
 * @param table float32 [P, E]
 * @returns float32 [positions, E]
 */
export function resizePositions(table: StoredTensor, positions: number): StoredTensor {
  const [stored, width] = table.shape;
  const data = new Float32Array(positions * width);
  if (positions <= stored) {
    data.set((table.data as Float32Array).subarray(0, data.length));
    return { shape: [positions, width], dtype: 'float32', data };
  }
  for (let position = 0; position < positions; position++) {
    const place = (position * (stored - 1)) / (positions - 1);
    const below = Math.min(Math.floor(place), Math.max(0, stored - 2));
    const above = Math.min(below + 1, stored - 1);
    const share = place - below;
    for (let column = 0; column < width; column++) {
      const [a, b] = [table.data[below * width + column], table.data[above * width + column]];
      data[position * width + column] = a + (b - a) * share;
    }
  }
  return { shape: [positions, width], dtype: 'float32', data };
}
