import { sum, tensor2d } from '@tensorflow/tfjs-core';
import { expectSameOnWasm, sample } from './compare.fixture.js';
import { startWasm } from './start-wasm.js';

describe('replaceLeadingSum', () => {
  it.each([
    [[5, 4], 0, false],
    [[5, 4], [0], true],
    [[3, 5, 4], [0, 1], false],
    [[3, 5, 4], [1, 0], true],
    [[3, 5, 4], -3, false],
    [[3, 5, 4], 1, false],
    [[3, 5, 4], -1, true],
    [[3, 5], [0, 1], false],
    [[3, 5], undefined, false],
  ])('sums %j over %j, dimensions kept: %j, as the CPU backend does', async (shape, axis, keepDims) => {
    await expectSameOnWasm(() => sum(sample(shape), axis, keepDims));
  });

  it('keeps the digits of long columns', async () => {
    await startWasm();
    const column = new Float32Array(3_000).fill(0.1);
    column[0] = 2 ** 24;
    const [total] = sum(tensor2d(column, [3_000, 1]), 0).dataSync();
    // Alone, each 0.1 would vanish beside 2^24 in float32.
    expect(total).toBe(2 ** 24 + 300);
  });
});
