import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';

import { Tokenizer } from './tokenizer.js';
import { trainBpe } from './train-bpe.js';

interface TrainedVocabulary {
  readonly lowercase: boolean;
  readonly vocabularySize: number;
  readonly minFrequency: number;
  readonly tokens: string[];
  /** Pairs with a space between. */
  readonly merges: string[];
  /** Ids, and start and end of each token in UTF-16 units, of each sentence. */
  readonly encodings: [ids: number[], bounds: number[]][];
}

const read = (name: string) => JSON.parse(readFileSync(join(__dirname, '../fixtures', name), 'utf8'));
// Written by tools/fixtures/bpe_vocabulary.py and wordpiece_vocabulary.py
const { trained }: { readonly trained: TrainedVocabulary[] } = read('bpe.json');
const { corpus, sentences }: { readonly corpus: string[]; readonly sentences: string[] } = read('wordpiece.json');

describe.each(trained)('trainBpe beside the Python library (lowercase: $lowercase)', (expected) => {
  const { lowercase, vocabularySize, minFrequency } = expected;

  it('finds the same tokens and merges in the same order', async () => {
    const { tokens, merges } = await trainBpe(corpus, { lowercase, vocabularySize, minFrequency });
    expect(tokens).toEqual(expected.tokens);
    expect(merges.map((pair) => pair.join(' '))).toEqual(expected.merges);
  });

  it('makes a tokenizer with the same ids and offsets', async () => {
    const merges = expected.merges.map((pair) => pair.split(' ') as [string, string]);
    const tokenizer = Tokenizer.fromBpe({ tokens: expected.tokens, merges }, { lowercase });
    const encodings = await tokenizer.encodeBatch(sentences);
    expect(encodings.map(({ ids, offsets }) => [[...ids], offsets.flat()])).toEqual(expected.encodings);
    expect(tokenizer.specialTokens).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });
});

describe('trainBpe', () => {
  it('spells back any text by decoding', async () => {
    const tokenizer = Tokenizer.fromBpe(await trainBpe(corpus, { vocabularySize: 400 }));
    const text = 'Never seen: 𝄞 \t\u00a0 ẞ 漢\u0000';
    expect(tokenizer.decode((await tokenizer.encode(text)).ids)).toBe(text);
  });

  it('refuses one text, of which it would learn the characters', async () => {
    await expect(trainBpe('a whole text', { vocabularySize: 300 })).rejects.toThrow('trainBpe: expected texts');
  });

  it('begins with the special tokens asked for', async () => {
    const { tokens } = await trainBpe(['a'], { vocabularySize: 300, specialTokens: ['<x>'] });
    expect([tokens[0], tokens[1], tokens.length]).toEqual(['<x>', '!', 257]);
  });

  it.each([
    [['word'], { vocabularySize: 260 }, 'at least 261: 5 special tokens and 256 bytes, received 260'],
    [['word'], { vocabularySize: 300.5 }, 'received 300.5'],
    [['word'], { vocabularySize: 300, minFrequency: -1 }, 'received -1'],
    [[''], { vocabularySize: 300 }, 'received no word at all'],
  ])('explains what cannot be trained, case %#', async (texts, options, message) => {
    const error = await trainBpe(texts, options).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
  });
});
