import fc from 'fast-check';

import { type Random, seededRandom } from '../random/seeded-random.js';
import { type Example, ExampleBuilder, type ExampleBuilderOptions, type Sentence } from './example-builder.js';

const specialTokens = { cls: 1, sep: 2 };

/** Draws that come from a list; running past its end fails the test. */
function scripted(...draws: number[]): Random {
  const next = () => {
    const draw = draws.shift();
    if (draw === undefined) {
      throw new Error('the script of random draws is used up');
    }
    return draw;
  };
  return { unit: next, integer: next };
}

/** A sentence of tokens `from`, `from + 1`, … in words of one token. */
function makeSentence(from: number, length: number): Sentence {
  return { ids: Int32Array.from({ length }, (_, i) => from + i), wordStarts: new Uint8Array(length).fill(1) };
}

function makeBuilder(random: Random, options: Partial<ExampleBuilderOptions> = {}): ExampleBuilder {
  return new ExampleBuilder({ sequenceLength: 16, specialTokens, random, overflow: 'drop', ...options });
}

const show = ({ ids, types }: Example) => ({ ids: [...ids], boundary: types.indexOf(1) });
const pair = 0.5;
const full = 0.5;

describe('ExampleBuilder', () => {
  it('collects sentences up to the target and shares them between the segments', () => {
    // Target 16: first segment up to (16 - 3) / 2 = 6. Draws: not single, overflow not joined, next target full.
    const builder = makeBuilder(scripted(pair, 0.9, full));
    expect(builder.addSentence(makeSentence(10, 5))).toEqual([]);
    expect(builder.addSentence(makeSentence(20, 6))).toEqual([]);
    // 16 tokens are collected; 16 - 5 - 3 = 8 fit into the second segment.
    expect(builder.addSentence(makeSentence(30, 5)).map(show)).toEqual([
      { ids: [1, 10, 11, 12, 13, 14, 2, 20, 21, 22, 23, 24, 25, 30, 31, 2], boundary: 7 },
    ]);
    expect(builder.droppedTokens).toBe(3);
  });

  it('joins the overflowing sentence to the first segment half of the time', () => {
    const build = (coin: number) => {
      const builder = makeBuilder(scripted(pair, coin, full));
      builder.addSentence(makeSentence(10, 3));
      builder.addSentence(makeSentence(20, 4));
      return show(builder.addSentence(makeSentence(30, 9))[0]);
    };
    // 3 + 4 < 6 does not hold, so a coin decides about 20-23; then 30… is second: 16 - 9 - 1 = 6 tokens fit with it.
    expect(build(0.49)).toEqual({
      ids: [1, 10, 11, 12, 20, 21, 22, 23, 2, 30, 31, 32, 33, 34, 35, 2],
      boundary: 9,
    });
    expect(build(0.5)).toEqual({
      ids: [1, 10, 11, 12, 2, 20, 21, 22, 23, 30, 31, 32, 33, 34, 35, 2],
      boundary: 5,
    });
  });

  it('puts a later sentence that is short enough into the first segment, as the reference does', () => {
    const builder = makeBuilder(scripted(pair, 0.9, full));
    builder.addSentence(makeSentence(10, 3));
    builder.addSentence(makeSentence(20, 11));
    // 20… went to the second segment; 3 + 2 < 6 sends 40, 41 to the first.
    expect(show(builder.addSentence(makeSentence(40, 2))[0])).toEqual({
      ids: [1, 10, 11, 12, 40, 41, 2, 20, 21, 22, 23, 24, 25, 26, 27, 2],
      boundary: 7,
    });
  });

  it('makes a single segment one time in ten, cut to the length', () => {
    const builder = makeBuilder(scripted(0.09, full));
    builder.addSentence(makeSentence(10, 8));
    const [example] = builder.addSentence(makeSentence(30, 9));
    expect(show(example)).toEqual({
      ids: [1, 10, 11, 12, 13, 14, 15, 16, 17, 30, 31, 32, 33, 34, 35, 2],
      boundary: -1,
    });
    expect(builder.droppedTokens).toBe(3);
  });

  it('draws a short target for the next example one time in twenty', () => {
    // First example: pair, then 0.04 < 0.05 draws target 5. First segment of the next: below (5 - 3) / 2 = 1.
    const builder = makeBuilder(scripted(pair, 0.04, 5, pair, full));
    builder.addSentence(makeSentence(10, 16));
    expect(builder.addSentence(makeSentence(30, 3))).toEqual([]);
    expect(show(builder.addSentence(makeSentence(40, 2))[0])).toEqual({
      ids: [1, 30, 31, 32, 2, 40, 41, 2],
      boundary: 5,
    });
  });

  it('draws the first target too where it is told to', () => {
    const builder = makeBuilder(scripted(0.01, 6, pair, full), { firstTarget: 'drawn' });
    expect(builder.addSentence(makeSentence(10, 6)).length).toBe(1);
  });

  it('ends an example with the document and starts anew', () => {
    const builder = makeBuilder(scripted(pair, full));
    builder.addSentence(makeSentence(10, 4));
    expect(builder.endDocument().map(show)).toEqual([{ ids: [1, 10, 11, 12, 13, 2], boundary: -1 }]);
    expect(builder.endDocument()).toEqual([]);
  });

  it('carries on with what does not fit', () => {
    const builder = makeBuilder(scripted(pair, full, pair, full, pair, full), { overflow: 'carry' });
    const examples = [...builder.addSentence(makeSentence(10, 33)), ...builder.endDocument()];
    expect(examples.map(({ ids }) => ids.length)).toEqual([16, 16, 7]);
    expect(examples.flatMap(({ ids }) => [...ids].filter((id) => id > 2))).toEqual([...makeSentence(10, 33).ids]);
    expect(builder.droppedTokens).toBe(0);
  });

  it('lets no segment begin inside of a word', () => {
    const builder = makeBuilder(scripted(pair, full, pair, full), { overflow: 'carry' });
    const wordStarts = new Uint8Array(20).fill(1, 0, 1);
    const [example] = builder.addSentence({ ids: makeSentence(10, 20).ids, wordStarts });
    const [rest] = builder.endDocument();
    expect([...(example.wordStarts ?? [])]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...(rest.wordStarts ?? [])]).toEqual([1, 1, 0, 0, 0, 0, 0, 1]);
  });

  it('fits the length, keeps text in order, and loses nothing but what it counts', () => {
    const documents = fc.array(fc.array(fc.nat(40), { maxLength: 20 }), { maxLength: 5 });
    const settings = fc.record({
      sequenceLength: fc.integer({ min: 8, max: 40 }),
      overflow: fc.constantFrom('drop' as const, 'carry' as const),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(documents, settings, (texts, { sequenceLength, overflow, seed }) => {
        const builder = makeBuilder(seededRandom(seed), { sequenceLength, overflow });
        let next = 10;
        let kept = 0;
        for (const lengths of texts) {
          const firstOfDocument = next;
          const examples: Example[] = [];
          for (const length of lengths) {
            examples.push(...builder.addSentence(makeSentence(next, length)));
            next += length;
          }
          examples.push(...builder.endDocument());
          for (const { ids, types } of examples) {
            const words = [...ids].filter((id) => id > 2);
            kept += words.length;
            expect(ids.length).toBeLessThanOrEqual(sequenceLength);
            expect([ids[0], ids[ids.length - 1]]).toEqual([1, 2]);
            expect(ids.filter((id) => id === 2).length).toBe(types.includes(1) ? 2 : 1);
            expect(new Set(words).size).toBe(words.length);
            expect(words.every((id) => id >= firstOfDocument && id < next)).toBe(true);
          }
        }
        expect(kept + builder.droppedTokens).toBe(next - 10);
        if (overflow === 'carry') {
          expect(builder.droppedTokens).toBe(0);
        }
      }),
    );
  });

  it('has the shares of the reference over many examples', () => {
    const builder = new ExampleBuilder({
      sequenceLength: 64,
      specialTokens,
      random: seededRandom(5),
      overflow: 'drop',
    });
    const examples = Array.from({ length: 40_000 }, () => builder.addSentence(makeSentence(10, 8))).flat();
    const single = examples.filter(({ types }) => !types.includes(1)).length / examples.length;
    const short = examples.filter(({ ids }) => ids.length < 64).length / examples.length;
    // One segment: the tenth, and short targets that the first sentence fills: 4 of 60 (5 … 8) in a twentieth.
    expect(Math.abs(single - (0.1 + 0.9 * 0.05 * (4 / 60)))).toBeLessThan(0.02);
    // Eight sentences of 8 make 64. A random target of 56 or less stops at 7 sentences or fewer: 59 tokens.
    expect(Math.abs(short - 0.05 * (52 / 60))).toBeLessThan(0.015);
  });
});
