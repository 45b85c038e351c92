import fc from 'fast-check';
import { bucketLengths, evaluationBatches, type TaskExample, trainingEpoch } from './task-batches.js';

const example = (length: number, label = 0): TaskExample => ({
  ids: new Int32Array(length).fill(7),
  types: new Uint8Array(length),
  label,
});
const options = { batchSize: 4, maxLength: 128, padId: 0 };
const epoch = { ...options, seed: 3, epoch: 1 };

describe('bucketLengths', () => {
  it('doubles up to the longest', () => {
    expect(bucketLengths(128)).toEqual([32, 64, 128]);
    expect(bucketLengths(100)).toEqual([32, 64, 100]);
    expect(bucketLengths(20)).toEqual([20]);
  });
});

describe('trainingEpoch', () => {
  it('has every example once, in as few batches as possible', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 60 }), (lengths) => {
        const batches = trainingEpoch(lengths.map((length) => example(length)), epoch);
        const rows = batches.flatMap((batch) => batch.rows);
        expect([...rows].sort((a, b) => a - b)).toEqual(lengths.map((_, row) => row));
        expect(batches).toHaveLength(Math.ceil(lengths.length / 4));
        for (const batch of batches) {
          const [size, length] = batch.feeds['ids'].shape;
          expect(size).toBe(4);
          expect([32, 64, 128]).toContain(length);
          expect(Math.max(...batch.rows.map((row) => lengths[row]))).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is a pure function of seed and epoch', () => {
    const examples = Array.from({ length: 30 }, (_, i) => example(10 + i));
    const order = (which: number) => trainingEpoch(examples, { ...epoch, epoch: which }).map(({ rows }) => rows);
    expect(order(1)).toEqual(order(1));
    expect(order(2)).not.toEqual(order(1));
  });

  it('keeps short examples together', () => {
    const examples = [10, 100, 12, 90, 11, 80, 13, 70].map((length) => example(length));
    const batches = trainingEpoch(examples, epoch);
    const lengths = batches.map(({ feeds }) => feeds['ids'].shape[1]);
    expect(lengths.sort((a, b) => a - b)).toEqual([32, 128]);
  });
});

describe('evaluationBatches', () => {
  it('pads rows and says what counts', () => {
    const [batch] = evaluationBatches([example(3, 1), example(2, 0)], options);
    expect([...batch.feeds['ids'].data.subarray(0, 5)]).toEqual([7, 7, 7, 0, 0]);
    expect([...batch.feeds['attentionMask'].data.subarray(32, 36)]).toEqual([1, 1, 0, 0]);
    expect([...batch.feeds['labels'].data]).toEqual([1, 0, 0, 0]);
    expect([...batch.feeds['weights'].data]).toEqual([1, 1, 0, 0]);
  });

  it('refuses examples that are too long', () => {
    expect(() => evaluationBatches([example(129)], options)).toThrow(/at most 128 tokens, received one of 129/);
  });
});
