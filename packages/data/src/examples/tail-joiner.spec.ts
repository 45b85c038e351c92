import fc from 'fast-check';

import type { Example } from './example-builder.js';
import { TailJoiner } from './tail-joiner.js';

const specialTokens = { cls: 1, sep: 2 };

/** [CLS] and [SEP] around `length` tokens from `from` on, in words of two. */
function tail(from: number, length: number): Example {
  const inner = Array.from({ length }, (_, i) => from + i);
  return {
    ids: Int32Array.of(1, ...inner, 2),
    types: new Uint8Array(length + 2),
    wordStarts: Uint8Array.of(1, ...inner.map((_, i) => Number(i % 2 === 0)), 1),
  };
}

const idsOf = (examples: readonly Example[]) => examples.map(({ ids }) => [...ids]);

describe('TailJoiner', () => {
  it('fills examples, with [SEP] where a document ends', () => {
    const joiner = new TailJoiner({ sequenceLength: 8, specialTokens });
    expect(joiner.add(tail(10, 2))).toEqual([]);
    const [full] = joiner.add(tail(20, 5));
    expect([...full.ids]).toEqual([1, 10, 11, 2, 20, 21, 22, 2]);
    expect([...full.wordStarts!]).toEqual([1, 1, 0, 1, 1, 0, 1, 1]);
    expect(full.types).toEqual(new Uint8Array(8));
    expect(idsOf(joiner.finish())).toEqual([[1, 23, 24, 2]]);
    expect(joiner.finish()).toEqual([]);
  });

  it('lets full examples pass, and ends one that has no room for a separator and a token', () => {
    const joiner = new TailJoiner({ sequenceLength: 8, specialTokens });
    joiner.add(tail(10, 5));
    expect(idsOf(joiner.add(tail(30, 6)))).toEqual([[1, 30, 31, 32, 33, 34, 35, 2]]);
    expect(idsOf(joiner.add(tail(20, 1)))).toEqual([[1, 10, 11, 12, 13, 14, 2]]);
    expect(idsOf(joiner.finish())).toEqual([[1, 20, 2]]);
  });

  it('takes examples without words', () => {
    const joiner = new TailJoiner({ sequenceLength: 8, specialTokens });
    joiner.add({ ids: Int32Array.of(1, 7, 8, 2), types: new Uint8Array(4) });
    expect([...joiner.finish()[0].wordStarts!]).toEqual([1, 1, 1, 1]);
  });

  it('loses and reorders nothing, and goes on where another one stopped', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 29 }), { maxLength: 20 }), fc.nat(20), (lengths, stop) => {
        const options = { sequenceLength: 32, specialTokens };
        const tails = lengths.map((length, i) => tail(100 * (i + 1), length));
        let joiner = new TailJoiner(options);
        const examples = tails.flatMap((each, i) => {
          if (i === stop) joiner = new TailJoiner(options, joiner.open);
          return joiner.add(each);
        });
        examples.push(...joiner.finish());
        const tokens = (of: readonly Example[]) => of.flatMap(({ ids }) => [...ids.subarray(1, -1)]).filter((id) => id !== 2);
        expect(tokens(examples)).toEqual(tokens(tails));
        expect(examples.slice(0, -1).every(({ ids }) => ids.length >= 31 && ids.length <= 32)).toBe(true);
        const whole = new TailJoiner(options);
        expect(idsOf([...tails.flatMap((each) => whole.add(each)), ...whole.finish()])).toEqual(idsOf(examples));
      }),
    );
  });
});
