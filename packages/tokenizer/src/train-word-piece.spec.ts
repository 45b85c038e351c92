import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';

import { trainWordPiece } from './train-word-piece.js';

interface TrainedVocabulary {
  readonly lowercase: boolean;
  readonly vocabularySize: number;
  readonly minFrequency: number;
  readonly specialTokens?: string[];
  readonly tokens: string[];
}
interface Fixture {
  readonly corpus: string[];
  readonly free: TrainedVocabulary[];
  readonly ordered: TrainedVocabulary[];
}

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

describe('trainWordPiece', () => {
  // Written by tools/fixtures/wordpiece_vocabulary.py
  const path = join(__dirname, '../fixtures/wordpiece.json');
  const { corpus, free, ordered }: Fixture = JSON.parse(readFileSync(path, 'utf8'));

  it.each(ordered)('finds the same tokens in the same order as the Python library, case %#', async (expected) => {
    const { tokens, ...options } = expected;
    await expect(trainWordPiece(corpus, options)).resolves.toEqual(tokens);
  });

  it.each(free)('finds the same set of tokens where Python leaves the order to chance, case %#', async (expected) => {
    const { tokens, ...options } = expected;
    expect((await trainWordPiece(corpus, options)).sort()).toEqual([...tokens].sort());
  });

  it('puts special tokens first, then characters by code point, then merges', async () => {
    const tokens = await trainWordPiece(['ba ba BA da'], { vocabularySize: 100 });
    // ##a continues b three times and d once; one occurrence of "da" is too few to merge.
    expect(tokens).toEqual([...special, 'a', 'b', 'd', '##a', 'ba']);
  });

  it('is the same for texts that arrive one by one', async () => {
    async function* stream(): AsyncGenerator<string> {
      yield* corpus;
    }
    const options = { vocabularySize: 900 };
    await expect(trainWordPiece(stream(), options)).resolves.toEqual(await trainWordPiece(corpus, options));
  });

  it('keeps the most frequent characters', async () => {
    const options = { vocabularySize: 20, specialTokens: ['<unk>'] };
    // c and b stand three times, a twice: a is the one to go.
    await expect(trainWordPiece(['cab cab c', 'b'], { ...options, alphabetLimit: 2 })).resolves.toEqual([
      '<unk>',
      'b',
      'c',
      '##b',
      'cb',
    ]);
  });

  it.each([
    [['word'], { vocabularySize: 5 }, 'a whole number above 5'],
    [['word'], { vocabularySize: 99.5 }, 'received 99.5'],
    [[' \n'], { vocabularySize: 100 }, 'received no word at all'],
    [['word'], { vocabularySize: 100, minFrequency: NaN }, 'received NaN'],
    [['word'], { vocabularySize: 100, alphabetLimit: 0 }, 'received 0'],
    [['abc'], { vocabularySize: 9 }, 'at least 10 tokens (5 special, 5 characters), received a vocabulary of 9'],
  ])('explains what cannot be trained, case %#', async (texts, options, message) => {
    const error = await trainWordPiece(texts, options).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
  });

  it('refuses one text, of which it would learn the characters', async () => {
    await expect(trainWordPiece('a whole text', { vocabularySize: 100 })).rejects.toThrow('trainWordPiece: expected texts');
  });

  it('reports progress and stops when aborted', async () => {
    const onProgress = jest.fn();
    await trainWordPiece(['one two', 'three'], { vocabularySize: 100, onProgress });
    expect(onProgress).toHaveBeenLastCalledWith({ texts: 2, characters: 12 });
    const signal = AbortSignal.abort();
    const training = trainWordPiece(['one'], { vocabularySize: 100, signal });
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
  });
});
