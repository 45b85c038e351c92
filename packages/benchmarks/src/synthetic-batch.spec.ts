import { syntheticBatch } from './synthetic-batch.js';

describe('syntheticBatch', () => {
  const batch = syntheticBatch({ batchSize: 3, sequenceLength: 128, vocabSize: 30522, step: 1 });

  it('masks as many positions as the recipe does, each once', () => {
    expect(batch.maxPredictions).toBe(19);
    expect(new Set(batch.positions).size).toBe(3 * 19);
    batch.positions.forEach((position, slot) => expect(Math.floor(position / 128)).toBe(Math.floor(slot / 19)));
  });

  it('remembers what was under the masks', () => {
    for (const position of batch.positions) expect(batch.ids[position]).toBe(103);
    for (const label of batch.labels) expect(label).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...batch.ids)).toBeLessThan(30522);
  });

  it('is another batch at another step, and the same at the same', () => {
    const again = { batchSize: 3, sequenceLength: 128, vocabSize: 30522 };
    expect(syntheticBatch({ ...again, step: 1 }).ids).toEqual(batch.ids);
    expect(syntheticBatch({ ...again, step: 2 }).ids).not.toEqual(batch.ids);
  });

  it('stays inside a small vocabulary', () => {
    const small = syntheticBatch({ batchSize: 1, sequenceLength: 16, vocabSize: 50, step: 0 });
    expect(Math.max(...small.ids)).toBeLessThan(50);
  });
});
