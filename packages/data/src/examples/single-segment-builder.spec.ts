import fc from 'fast-check';

import type { Example, Sentence } from './example-builder.js';
import { SingleSegmentBuilder, type SingleSegmentOptions } from './single-segment-builder.js';

const specialTokens = { cls: 1, sep: 2 };

/** A sentence of tokens `from`, `from + 1`, … in words of `wordLength` tokens. */
function makeSentence(from: number, length: number, wordLength = 1): Sentence {
  return {
    ids: Int32Array.from({ length }, (_, i) => from + i),
    wordStarts: Uint8Array.from({ length }, (_, i) => (i % wordLength === 0 ? 1 : 0)),
  };
}

const makeBuilder = (options: Partial<SingleSegmentOptions> = {}) =>
  new SingleSegmentBuilder({ mode: 'packed', sequenceLength: 8, specialTokens, overflow: 'carry', ...options });

const idsOf = (examples: readonly Example[]) => examples.map(({ ids }) => [...ids]);

describe('SingleSegmentBuilder', () => {
  it('packs sentences to the full length and keeps the border of documents', () => {
    const builder = makeBuilder();
    expect(builder.addSentence(makeSentence(10, 4))).toEqual([]);
    expect(idsOf(builder.addSentence(makeSentence(20, 9)))).toEqual([
      [1, 10, 11, 12, 13, 20, 21, 2],
      [1, 22, 23, 24, 25, 26, 27, 2],
    ]);
    expect(idsOf(builder.endDocument())).toEqual([[1, 28, 2]]);
    expect(builder.endDocument()).toEqual([]);
    builder.addSentence(makeSentence(30, 2));
    expect(idsOf(builder.endDocument())).toEqual([[1, 30, 31, 2]]);
  });

  it('makes one example of each sentence, and more of one that is too long', () => {
    const builder = makeBuilder({ mode: 'sentence' });
    expect(idsOf(builder.addSentence(makeSentence(10, 3)))).toEqual([[1, 10, 11, 12, 2]]);
    expect(idsOf(builder.addSentence(makeSentence(20, 8)))).toEqual([
      [1, 20, 21, 22, 23, 24, 25, 2],
      [1, 26, 27, 2],
    ]);
    expect(builder.addSentence(makeSentence(0, 0))).toEqual([]);
    expect([builder.endDocument(), builder.droppedTokens]).toEqual([[], 0]);
  });

  it('drops the end of a long sentence where asked to, and counts it', () => {
    const builder = makeBuilder({ mode: 'sentence', overflow: 'drop' });
    expect(idsOf(builder.addSentence(makeSentence(20, 15)))).toEqual([[1, 20, 21, 22, 23, 24, 25, 2]]);
    expect(builder.droppedTokens).toBe(9);
  });

  it('begins a word with each special token and at the first token of an example', () => {
    const [first, second] = makeBuilder().addSentence(makeSentence(10, 12, 4));
    expect([...(first.wordStarts ?? [])]).toEqual([1, 1, 0, 0, 0, 1, 0, 1]);
    expect([...(second.wordStarts ?? [])]).toEqual([1, 1, 0, 1, 0, 0, 0, 1]);
    expect(first.types).toEqual(new Uint8Array(8));
  });

  it.each(['packed', 'sentence'] as const)('%s loses and reorders nothing', (mode) => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 20 }), fc.integer({ min: 8, max: 40 }), (lengths, sequenceLength) => {
        const builder = makeBuilder({ mode, sequenceLength });
        const sentences = lengths.map((length, i) => makeSentence(100 * (i + 1), length));
        const examples = sentences.flatMap((sentence) => builder.addSentence(sentence));
        examples.push(...builder.endDocument());
        expect(examples.flatMap(({ ids }) => [...ids.subarray(1, -1)])).toEqual(sentences.flatMap(({ ids }) => [...ids]));
        expect(examples.every(({ ids }) => ids.length <= sequenceLength && ids[0] === 1 && ids.at(-1) === 2)).toBe(true);
        const notFull = examples.filter(({ ids }) => ids.length < sequenceLength).length;
        expect(notFull).toBeLessThanOrEqual(mode === 'packed' ? 1 : sentences.length);
      }),
    );
  });
});
