import { emptyBatch } from './token-batch.js';

describe('emptyBatch', () => {
  it('holds padding only', () => {
    const batch = emptyBatch(2, 3, 7);
    expect([...batch.ids]).toEqual([7, 7, 7, 7, 7, 7]);
    for (const array of [batch.types, batch.attentionMask, batch.wordStarts]) {
      expect([...array]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });
});
