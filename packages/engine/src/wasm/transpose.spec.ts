import { tensor2d, transpose } from '@tensorflow/tfjs-core';
import { expectSameOnWasm, sample } from './compare.fixture.js';

describe('replaceTranspose', () => {
  it.each([
    [[2, 3], [1, 0]],
    [[16, 16], [1, 0]],
    [[33, 47], [1, 0]],
    [[3, 2, 17, 5], [0, 1, 3, 2]],
    [[2, 5, 3, 4], [0, 2, 1, 3]],
    [[4, 5, 6], [2, 0, 1]],
    [[1, 7], [1, 0]],
  ])('permutes %j by %j as the CPU backend does', async (shape, perm) => {
    await expectSameOnWasm(() => transpose(sample(shape), perm));
  });

  it('leaves other types to the backend', async () => {
    await expectSameOnWasm(() => transpose(tensor2d([[1, 2, 3], [4, 5, 6]], [2, 3], 'int32')));
  });
});
