import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Tokenizer } from './tokenizer.js';

type Range = readonly [first: number, last: number];
interface Fixture {
  readonly texts: number;
  readonly block: number;
  readonly alphabet: readonly Range[];
  readonly ranges: readonly Range[];
  readonly pieces: readonly string[];
  /** Hashes of what Python made of each block of texts. */
  readonly uncased: readonly string[];
  readonly cased: readonly string[];
}

const read = (name: string) => JSON.parse(readFileSync(join(__dirname, '../fixtures', name), 'utf8'));
// Written by tools/fixtures/fuzzed_encodings.py and wordpiece_vocabulary.py
const fixture: Fixture = read('fuzzed-encodings.json');
const { ordered }: { readonly ordered: { readonly tokens: string[] }[] } = read('wordpiece.json');

/** mulberry32: a function that draws whole numbers below its argument. */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

/** The text that the Python script draws from the same seed. */
function drawText(seed: number): string {
  const { ranges, pieces } = fixture;
  const below = randomBelow(seed);
  let text = '';
  for (let parts = below(24); parts > 0; parts--) {
    if (below(2) === 0) {
      text += pieces[below(pieces.length)];
      continue;
    }
    const [first, last] = ranges[below(ranges.length)];
    for (let characters = 1 + below(6); characters > 0; characters--) {
      text += String.fromCodePoint(first + below(last - first + 1));
    }
  }
  return text;
}

/** The tokens, then each character of the alphabet that they lack, at the beginning and inside of a word. */
function vocabulary(tokens: readonly string[]): string[] {
  const known = new Set(tokens);
  for (const [first, last] of fixture.alphabet) {
    for (let code = first; code <= last; code++) {
      known.add(String.fromCodePoint(code)).add(`##${String.fromCodePoint(code)}`);
    }
  }
  return [...known];
}

const texts = Array.from({ length: fixture.texts }, (_, seed) => drawText(seed));

describe('12,000 random texts', () => {
  it('are mostly different', () => {
    expect(new Set(texts).size).toBeGreaterThan(10_000);
  });

  it.each([
    { lowercase: true, tokens: ordered[0].tokens, hashes: fixture.uncased },
    { lowercase: false, tokens: ordered[1].tokens, hashes: fixture.cased },
  ])('have the ids, UTF-16 offsets, words and decoding of Python (lowercase: $lowercase)', async (variant) => {
    const tokenizer = Tokenizer.fromVocabulary(vocabulary(variant.tokens), { lowercase: variant.lowercase });
    const { block } = fixture;
    const found: string[] = [];
    for (let start = 0; start < texts.length; start += block) {
      const rows = (await tokenizer.encodeBatch(texts.slice(start, start + block))).map(({ ids, offsets, wordIds }) =>
        JSON.stringify([[...ids], offsets.flat(), wordIds, tokenizer.decode(ids)]),
      );
      found.push(createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16));
    }
    expect(found).toEqual(variant.hashes);
  });
});
