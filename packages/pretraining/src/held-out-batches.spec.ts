import { heldOutBatches } from './held-out-batches.js';
import { Unigram } from './unigram.js';

const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
/** `size` examples of [CLS] five tokens [SEP]; the second token tells which example it is. */
const source = (size: number) => ({
  size,
  sequenceLength: 8,
  example: (index: number) => ({
    ids: Int32Array.of(2, 10 + index, 7, 7, 8, 9, 3),
    types: new Uint8Array(7),
    wordStarts: new Uint8Array(7).fill(1),
  }),
});
// Only token 5 occurs, so that every replacement by the unigram distribution is a 5.
const unigram = new Unigram([0, 0, 0, 0, 0, 1, 0, 0]);
const options = { seed: 1, batches: 2, batchSize: 4, specialTokens, unigram, probability: 0.3 };

describe('heldOutBatches', () => {
  it('takes examples at even distances', () => {
    const batches = heldOutBatches(source(80), options);
    const chosen = batches.flatMap(({ fixedIds, ids, labels, positions, weights }) => {
      const original = ids.slice();
      positions.forEach((position, slot) => weights[slot] && (original[position] = labels[slot]));
      expect(fixedIds).toHaveLength(32);
      return [0, 1, 2, 3].map((row) => original[row * 8 + 1] - 10);
    });
    expect(chosen).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
  });

  it('replaces masked positions by unigram draws, and only those', () => {
    for (const { ids, fixedIds, fixedReplaced, positions, weights, labels } of heldOutBatches(source(8), options)) {
      const masked = new Set(positions.filter((_, slot) => weights[slot] === 1));
      positions.forEach((position, slot) => weights[slot] && (ids[position] = labels[slot]));
      fixedIds.forEach((id, token) => {
        expect(id).toBe(masked.has(token) ? 5 : ids[token]);
        expect(fixedReplaced[token]).toBe(masked.has(token) ? 1 : 0);
      });
    }
  });

  it('counts as replaceable what is neither special nor padding', () => {
    const [batch] = heldOutBatches(source(1), options);
    expect([...batch.replaceable.subarray(0, 16)]).toEqual([0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('calls a draw that is the original an original', () => {
    const sevens = new Unigram([0, 0, 0, 0, 0, 0, 0, 1]);
    const [batch] = heldOutBatches(source(8), { ...options, unigram: sevens, probability: 1 });
    expect([...batch.fixedReplaced.subarray(0, 8)]).toEqual([0, 1, 0, 0, 1, 1, 0, 0]);
  });

  it('fills up the last batch with rows that do not count', () => {
    const batches = heldOutBatches(source(5), options);
    expect(batches.map(({ rows }) => rows)).toEqual([4, 1]);
    expect(batches[1].attentionMask.subarray(8).every((real) => real === 0)).toBe(true);
    expect(batches[1].weights.subarray(batches[1].maxPredictions).every((weight) => weight === 0)).toBe(true);
  });

  it('is the same every time, and another with another seed', () => {
    expect(heldOutBatches(source(9), options)).toEqual(heldOutBatches(source(9), options));
    expect(heldOutBatches(source(9), options)).not.toEqual(heldOutBatches(source(9), { ...options, seed: 2 }));
  });
});
