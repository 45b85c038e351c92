import fc from 'fast-check';
import { lengthBatches } from './length-batches.js';

describe('lengthBatches', () => {
  it('puts like lengths together, the longest first', () => {
    expect(lengthBatches([100, 5, 7, 90, 6], { maxTokens: 512 })).toEqual([
      { rows: [0, 3], shape: [2, 112] },
      { rows: [2, 4, 1], shape: [4, 8] },
    ]);
    expect(lengthBatches([], { maxTokens: 512 })).toEqual([]);
  });

  it('pads no further than the model has positions', () => {
    expect(lengthBatches([45], { maxTokens: 46 })[0].shape).toEqual([1, 46]);
  });

  it('has fewer rows of long sequences', () => {
    const shapes = (length: number, maxRows?: number) => lengthBatches(new Array<number>(40).fill(length), { maxTokens: 512, ...(maxRows && { maxRows }) }).map(({ shape }) => shape);
    expect(shapes(120)).toEqual([[32, 128], [8, 128]]);
    expect(shapes(500)).toEqual(Array(5).fill([8, 512]));
    expect(shapes(120, 20)).toEqual([[20, 128], [20, 128]]);
  });

  it('has every sequence once, in few shapes and with little padding', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 300 }), (lengths) => {
        const batches = lengthBatches(lengths, { maxTokens: 400 });
        expect(batches.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual(lengths.map((_, row) => row));
        for (const { rows, shape } of batches) {
          expect(rows.length).toBeLessThanOrEqual(shape[0]);
          for (const row of rows) {
            expect(lengths[row]).toBeLessThanOrEqual(shape[1]);
            expect(shape[1]).toBeLessThan(2 * lengths[row] + 64);
          }
        }
        expect(new Set(batches.map(({ shape }) => shape[1])).size).toBeLessThanOrEqual(16);
      }),
    );
  });

  it.each([0, 401])('refuses a sequence of %d tokens', (length) => {
    expect(() => lengthBatches([3, length], { maxTokens: 400 })).toThrow(`expected sequences of 1 to 400 tokens; received ${length}`);
  });
});
