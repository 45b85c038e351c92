import fc from 'fast-check';

import type { Example } from '../examples/example-builder.js';
import { padExamples } from './pad-examples.js';

/** [CLS] (1), words 10, 11, …, [SEP] (2), and a second segment of words 50, 51, … and [SEP] if it has any. */
function makeExample(first: number, second = 0): Example {
  const words = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const ids = [1, ...words(10, first), 2, ...(second > 0 ? [...words(50, second), 2] : [])];
  return {
    ids: Int32Array.from(ids),
    types: Uint8Array.from(ids, (_, t) => (t > first + 1 ? 1 : 0)),
    wordStarts: new Uint8Array(ids.length).fill(1),
  };
}

describe('padExamples', () => {
  it('pads to the sequence length', () => {
    const batch = padExamples([makeExample(1), makeExample(1, 2)], 7, 9);
    expect([...batch.ids]).toEqual([1, 10, 2, 9, 9, 9, 9, 1, 10, 2, 50, 51, 2, 9]);
    expect([...batch.types]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0]);
    expect([...batch.attentionMask]).toEqual([1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0]);
    expect(batch.truncated).toBe(0);
  });

  it('cuts the longer segment, keeps every [SEP], and counts', () => {
    const batch = padExamples([makeExample(6, 1), makeExample(1, 6), makeExample(6, 6), makeExample(9)], 7, 0);
    const rows = [0, 1, 2, 3].map((row) => [...batch.ids.subarray(row * 7, row * 7 + 7)]);
    expect(rows).toEqual([
      [1, 10, 11, 12, 2, 50, 2],
      [1, 10, 2, 50, 51, 52, 2],
      [1, 10, 11, 2, 50, 51, 2],
      [1, 10, 11, 12, 13, 14, 2],
    ]);
    expect(batch.truncated).toBe(4);
  });

  it('takes each token for a word where the example does not say where words start', () => {
    const { ids, types } = makeExample(1, 6);
    expect([...padExamples([{ ids, types }], 7, 0).wordStarts]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect([...padExamples([{ ids, types }], 11, 0).wordStarts]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it('is as long as the longest example, in multiples', () => {
    const examples = [makeExample(1), makeExample(8)];
    expect(padExamples(examples, 128, 0, { length: 'longest' }).sequenceLength).toBe(16);
    expect(padExamples(examples, 128, 0, { length: 'longest', multipleOf: 1 }).sequenceLength).toBe(10);
    expect(padExamples(examples, 12, 0, { length: 'longest' }).sequenceLength).toBe(12);
  });

  it('keeps as many tokens as there is room for, segments balanced as far as they reach', () => {
    const lengths = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(lengths, fc.nat(30), fc.integer({ min: 5, max: 40 }), (first, second, room) => {
        const example = makeExample(first, second);
        const batch = padExamples([example], room, 0);
        const kept = batch.attentionMask.reduce((sum, value) => sum + value, 0);
        expect(kept).toBe(Math.min(room, example.ids.length));
        expect(batch.ids[kept - 1]).toBe(2);
        expect(batch.truncated).toBe(kept < example.ids.length ? 1 : 0);
      }),
    );
  });

  it('rejects no examples and rows that hold nothing', () => {
    expect(() => padExamples([], 8, 0)).toThrow(/at least one example/);
    expect(() => padExamples([makeExample(1)], 4, 0)).toThrow(/at least 5, received 4/);
  });
});
