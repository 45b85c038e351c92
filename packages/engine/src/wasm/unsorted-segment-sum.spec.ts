import { tensor1d, tensor2d, unsortedSegmentSum } from '@tensorflow/tfjs-core';
import { expectSameOnWasm, sample } from './compare.fixture.js';
import { startWasm } from './start-wasm.js';

describe('addUnsortedSegmentSum', () => {
  it('sums the rows of each segment and leaves out those of none', async () => {
    await startWasm();
    const rows = tensor2d([[1, 2], [10, 20], [100, 200], [5, 5]]);
    const sums = unsortedSegmentSum(rows, tensor1d([2, 0, 2, -1], 'int32'), 3);
    expect(sums.arraySync()).toEqual([[10, 20], [0, 0], [101, 202]]);
  });

  it('agrees with the CPU backend', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => (i * i) % 7);
    await expectSameOnWasm(() => unsortedSegmentSum(sample([50, 3, 2]), tensor1d(ids, 'int32'), 7));
  });
});
