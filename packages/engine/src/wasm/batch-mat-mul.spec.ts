import { matMul, memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expectSameOnWasm, sample } from './compare.fixture.js';

describe('replaceBatchMatMul', () => {
  it.each([
    [[70, 130], [130, 90], false, false],
    [[130, 70], [130, 90], true, false],
    [[70, 130], [90, 130], false, true],
    [[130, 70], [90, 130], true, true],
    [[6, 70, 30], [6, 30, 90], false, false],
    [[2, 3, 30, 70], [2, 3, 30, 90], true, false],
    [[2, 3, 7, 30], [2, 3, 9, 30], false, true],
    [[6, 7, 30], [1, 30, 9], false, false],
    [[30, 7], [6, 30, 9], true, false],
    [[2, 1, 7, 3], [1, 3, 3, 9], false, false],
  ])('multiplies %j by %j, transposed %j and %j, as the CPU backend does', async (shapeA, shapeB, onA, onB) => {
    await expectSameOnWasm(() => matMul(sample(shapeA, 0), sample(shapeB, 1), onA, onB), 4);
  });

  it('agrees for any sizes', async () => {
    const size = fc.integer({ min: 1, max: 20 });
    await fc.assert(
      fc.asyncProperty(size, size, size, size, fc.boolean(), fc.boolean(), async (z, m, k, n, onA, onB) => {
        const shapeA = onA ? [z, k, m] : [z, m, k];
        const shapeB = onB ? [z, n, k] : [z, k, n];
        await expectSameOnWasm(() => matMul(sample(shapeA, 0), sample(shapeB, 1), onA, onB), 4);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('leaves no tensor and no data behind', () => {
    const [a, b] = [sample([4, 5, 6], 0), sample([4, 7, 6], 1)];
    const before = memory();
    matMul(a, b, false, true).dispose();
    const { numTensors, numDataBuffers } = memory();
    expect({ numTensors, numDataBuffers }).toEqual({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
  });
});
