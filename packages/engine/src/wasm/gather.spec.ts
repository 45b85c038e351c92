import { gather, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { expectSameOnWasm, sample } from './compare.fixture.js';
import { startWasm } from './start-wasm.js';

describe('replaceGather', () => {
  const indices = [2, 0, 2, 1];

  it.each([
    [[3, 4], 0],
    [[3], 0],
    [[3, 2, 5], 0],
    [[2, 3, 5], 1],
  ])('picks from %j along axis %j as the CPU backend does', async (shape, axis) => {
    await expectSameOnWasm(() => gather(sample(shape), tensor1d(indices, 'int32'), axis));
  });

  it('gives the result the shape of the indices', async () => {
    await expectSameOnWasm(() => gather(sample([3, 4]), tensor2d(indices, [2, 2], 'int32')));
  });

  it('rejects an index outside of the table', async () => {
    await startWasm();
    expect(() => gather(sample([3, 4]), tensor1d([3], 'int32'))).toThrow(
      'gather: expected indices in [0, 3), received 3',
    );
  });
});
