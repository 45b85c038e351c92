import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  readonly others: readonly { readonly kind: string; readonly json: object; readonly hashes: readonly string[] }[];
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

/** Hashes of the encodings of the first `count` texts, block by block. */
async function hashes(tokenizer: Tokenizer, count: number): Promise<string[]> {
  const { block } = fixture;
  const found: string[] = [];
  for (let start = 0; start < count; start += block) {
    const rows = (await tokenizer.encodeBatch(texts.slice(start, start + block))).map(({ ids, offsets, wordIds }) =>
      JSON.stringify([[...ids], offsets.flat(), wordIds, tokenizer.decode(ids)]),
    );
    found.push(createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16));
  }
  return found;
}

describe('12,000 random texts', () => {
  it('are mostly different', () => {
    expect(new Set(texts).size).toBeGreaterThan(10_000);
  });

  it.each([
    { lowercase: true, tokens: ordered[0].tokens, hashes: fixture.uncased },
    { lowercase: false, tokens: ordered[1].tokens, hashes: fixture.cased },
  ])('have the ids, UTF-16 offsets, words and decoding of Python (lowercase: $lowercase)', async (variant) => {
    const tokenizer = Tokenizer.fromVocabulary(vocabulary(variant.tokens), { lowercase: variant.lowercase });
    expect(await hashes(tokenizer, texts.length)).toEqual(variant.hashes);
  }, 60_000);

  it.each(fixture.others)('have the encodings of Python with $kind, read from a folder', async (other) => {
    const folder = await mkdtemp(join(tmpdir(), 'fuzzed-'));
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(other.json));
    const tokenizer = await Tokenizer.fromPretrained(folder);
    await rm(folder, { recursive: true });
    expect(await hashes(tokenizer, other.hashes.length * fixture.block)).toEqual(other.hashes);
  }, 60_000);
});

describe('byte-level BPE in two files', () => {
  it('has the encodings of Python, which reads them from one', async () => {
    const { json, hashes: expected } = fixture.others[0] as unknown as {
      json: { added_tokens: { content: string }[]; model: { vocab: object; merges: [string, string][] } };
      hashes: string[];
    };
    const [cls, pad, sep, unk, mask] = json.added_tokens;
    const folder = await mkdtemp(join(tmpdir(), 'fuzzed-'));
    await writeFile(join(folder, 'vocab.json'), JSON.stringify(json.model.vocab));
    await writeFile(join(folder, 'merges.txt'), ['#version: 0.2', ...json.model.merges.map((pair) => pair.join(' ')), ''].join('\n'));
    const declared = { cls_token: cls, pad_token: pad, sep_token: sep, unk_token: unk, mask_token: mask };
    await writeFile(join(folder, 'special_tokens_map.json'), JSON.stringify(declared));
    const tokenizer = await Tokenizer.fromPretrained(folder);
    await rm(folder, { recursive: true });
    expect(await hashes(tokenizer, expected.length * fixture.block)).toEqual(expected);
    expect({ ...tokenizer.specialTokens }).toEqual({ pad: 1, unk: 3, cls: 0, sep: 2, mask: 4 });
  });
});

describe('pieces of fuzzed texts', () => {
  /** Groups of texts, so that words come again; a long text of several as well. */
  const groups = Array.from({ length: texts.length / 50 }, (_, i) => {
    const group = texts.slice(50 * i, 50 * i + 50);
    return [...group, `${group.join('  ')} [PAD] x[PAD]y [CLS]`];
  });
  const starts = (wordIds: readonly number[]) => wordIds.map((word, i) => Number(i === 0 || word < 0 || word !== wordIds[i - 1]));

  async function expectPieces(tokenizer: Tokenizer): Promise<void> {
    for (const group of groups) {
      const pieces = await tokenizer.encodePieces(group);
      const encodings = await tokenizer.encodeBatch(group);
      expect(pieces.map(({ ids, wordStarts }) => [[...ids], [...wordStarts]])).toEqual(
        encodings.map(({ ids, wordIds }) => [[...ids], starts(wordIds)]),
      );
    }
  }

  it.each([true, false])('are the ids and words of encodings (lowercase: %s)', (lowercase) =>
    expectPieces(Tokenizer.fromVocabulary(vocabulary(ordered[lowercase ? 0 : 1].tokens), { lowercase })),
  );

  it('are those of byte-level BPE, whose words are not apart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fuzzed-'));
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(fixture.others[0].json));
    const tokenizer = await Tokenizer.fromPretrained(folder);
    await rm(folder, { recursive: true });
    await expectPieces(tokenizer);
  });
});

describe('a tokenizer of another kind', () => {
  it.each([
    ['byte-level BPE', { pad: '<pad>', unk: '<unk>', cls: '<s>', sep: '</s>', mask: '<mask>' }],
    ['Unigram', { pad: '<fill>', unk: '<unk>', cls: '<begin>', sep: '<end>', mask: '<mask>' }],
    ['BPE with bytes to fall back on', { unk: '<unk>', cls: '<s>', sep: '</s>' }],
    ['WordLevel', { pad: '[PAD]', unk: '[UNK]', cls: '[CLS]', sep: '[SEP]', mask: '[MASK]' }],
  ])('has special tokens by role, which survive saving: %s', async (kind, names: Partial<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), 'fuzzed-'));
    const json = JSON.stringify(fixture.others.find((other) => other.kind === kind)!.json);
    await writeFile(join(folder, 'tokenizer.json'), json);
    const first = await Tokenizer.fromPretrained(folder);
    await first.save(join(folder, 'copy'));
    for (const tokenizer of [first, await Tokenizer.fromPretrained(join(folder, 'copy'))]) {
      for (const role of ['pad', 'unk', 'cls', 'sep', 'mask'] as const) {
        const id = () => tokenizer.specialTokens[role];
        const name = names[role];
        if (name === undefined) expect(id).toThrow(`(${role}), received a vocabulary without it`);
        else expect(tokenizer.idToToken(id())).toBe(name);
      }
    }
    await rm(folder, { recursive: true });
  });
});
