import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { placeTokens } from './place-tokens.js';

const place = (ids: number[], positions: number[], values: number[], weights: number[]) =>
  tidy(() => [
    ...placeTokens(
      tensor1d(ids, 'int32'),
      tensor1d(positions, 'int32'),
      tensor1d(values, 'int32'),
      tensor1d(weights),
    ).dataSync(),
  ]);

describe('placeTokens', () => {
  beforeAll(() => setBackend('cpu'));

  it('places each value at its position', () => {
    expect(place([10, 11, 12, 13], [1, 3], [7, 30521], [1, 1])).toEqual([10, 7, 12, 30521]);
  });

  it('does nothing for slots without weight, even at a position that another slot changes', () => {
    expect(place([10, 11, 12], [0, 1, 1], [5, 6, 99], [0, 1, 0])).toEqual([10, 6, 12]);
  });

  it('places the token 0', () => {
    expect(place([10, 11], [1], [0], [1])).toEqual([10, 0]);
  });

  it('takes the floor of the mean where slots share a position, as the reference does', () => {
    expect(place([10, 11], [0, 0], [4, 7], [1, 1])).toEqual([5, 11]);
  });

  it('leaves its input as it was and no tensor behind', () => {
    const ids = tensor1d([1, 2], 'int32');
    const before = memory().numTensors;
    tidy(() => {
      placeTokens(ids, tensor1d([0], 'int32'), tensor1d([9], 'int32'), tensor1d([1])).dataSync();
    });
    expect([...ids.dataSync()]).toEqual([1, 2]);
    expect(memory().numTensors).toBe(before);
    ids.dispose();
  });
});
