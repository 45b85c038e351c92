import { inferenceBatches, textShapes } from './inference-batches.js';

const sequence = (length: number) => ({ ids: Int32Array.from({ length }, (_, i) => i + 1) });

describe('inferenceBatches', () => {
  it('pads and marks what is real', () => {
    const [batch] = inferenceBatches([sequence(3)], { maxTokens: 64, padId: 9 });
    expect(batch.shape).toEqual([1, 8]);
    expect([...batch.ids]).toEqual([1, 2, 3, ...Array<number>(5).fill(9)]);
    expect([...batch.attentionMask].filter((x) => x === 1)).toHaveLength(3);
    // All that it has are of one shape, by which a step may be prepared for any.
    expect(Object.keys(batch).filter((name) => name !== 'rows' && name !== 'shape').sort()).toEqual(Object.keys(textShapes).sort());
    expect(new Set(Object.values(textShapes).map(String)).size).toBe(1);
  });

  it('puts like lengths together and says which rows are which', () => {
    const batches = inferenceBatches([sequence(40), sequence(2), sequence(33), sequence(1)], { maxTokens: 64, padId: 0 });
    expect(batches.map(({ rows, shape }) => ({ rows, shape }))).toEqual([
      { rows: [0, 2], shape: [2, 40] },
      { rows: [1, 3], shape: [2, 8] },
    ]);
  });

  it('makes few shapes of many rows', () => {
    const batches = inferenceBatches(Array.from({ length: 70 }, () => sequence(5)), { maxTokens: 64, padId: 0 });
    expect(batches.map(({ shape }) => shape[0])).toEqual([32, 32, 8]);
    expect(batches.flatMap(({ rows }) => rows)).toHaveLength(70);
  });

  it('never pads past the positions of the model', () => {
    expect(inferenceBatches([sequence(41)], { maxTokens: 46, padId: 0 })[0].shape).toEqual([1, 46]);
  });

  it('takes token types where they are given', () => {
    const [batch] = inferenceBatches([{ ids: [5, 6, 7], types: [0, 1, 1] }], { maxTokens: 16, padId: 0 });
    expect([...batch.types.subarray(0, 4)]).toEqual([0, 1, 1, 0]);
  });

  it('refuses what does not fit', () => {
    expect(() => inferenceBatches([sequence(65)], { maxTokens: 64, padId: 0 })).toThrow('received 65');
    expect(() => inferenceBatches([sequence(0)], { maxTokens: 64, padId: 0 })).toThrow('received 0');
  });
});
