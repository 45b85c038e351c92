import fc from 'fast-check';
import { evaluationBatches, paddingShare, trainingEpoch } from './task-batches.js';

const options = { batchSize: 4, padded: [32, 64, 128] };
const epoch = { ...options, seed: 3, epoch: 1 };

describe('trainingEpoch', () => {
  it('has every example once, in as few batches as possible', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 60 }), (lengths) => {
        const batches = trainingEpoch(lengths, epoch);
        const rows = batches.flatMap((batch) => batch.rows);
        expect([...rows].sort((a, b) => a - b)).toEqual(lengths.map((_, row) => row));
        expect(batches).toHaveLength(Math.ceil(lengths.length / 4));
        for (const batch of batches) {
          const [size, length] = batch.shape;
          expect(size).toBe(4);
          expect([32, 64, 128]).toContain(length);
          expect(Math.max(...batch.rows.map((row) => lengths[row]))).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is a pure function of seed and epoch', () => {
    const examples = Array.from({ length: 30 }, (_, i) => 10 + i);
    const order = (which: number) => trainingEpoch(examples, { ...epoch, epoch: which }).map(({ rows }) => rows);
    expect(order(1)).toEqual(order(1));
    expect(order(2)).not.toEqual(order(1));
  });

  it('keeps short examples together', () => {
    const examples = [10, 100, 12, 90, 11, 80, 13, 70];
    const batches = trainingEpoch(examples, epoch);
    const lengths = batches.map(({ shape }) => shape[1]);
    expect(lengths.sort((a, b) => a - b)).toEqual([32, 128]);
  });
});

describe('evaluationBatches', () => {
  it('has all rows that training has, and keeps the order', () => {
    expect(evaluationBatches([3, 2], options)).toEqual([{ rows: [0, 1], shape: [4, 32] }]);
  });

  it('refuses examples that are too long', () => {
    expect(() => evaluationBatches([129], options)).toThrow(/at most 128 tokens, received one of 129/);
  });
});

describe('paddingShare', () => {
  it('is what is computed and not read', () => {
    expect(paddingShare([8, 24], [{ rows: [0, 1], shape: [2, 32] }])).toBe(0.5);
    expect(paddingShare([], [])).toBe(0);
  });
});
