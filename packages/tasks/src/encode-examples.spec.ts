import { Tokenizer } from '@electra-ts/tokenizer';
import { encodeExamples } from './encode-examples.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c', 'd']);
const encode = async (text: string, pair: string | undefined, maxLength: number) => {
  const { encoded, truncated } = await encodeExamples([{ text, pair }], tokenizer, maxLength);
  return { ids: [...encoded[0].ids], types: [...encoded[0].types], truncated };
};

describe('encodeExamples', () => {
  it('puts one text between [CLS] and [SEP]', async () => {
    expect(await encode('a b', undefined, 8)).toEqual({ ids: [2, 5, 6, 3], types: [0, 0, 0, 0], truncated: 0 });
  });

  it('gives the second of a pair its own segment', async () => {
    expect(await encode('a', 'b c', 8)).toEqual({ ids: [2, 5, 3, 6, 7, 3], types: [0, 0, 0, 1, 1, 1], truncated: 0 });
  });

  it('cuts what is too long, and counts it', async () => {
    expect(await encode('a b c d', undefined, 5)).toEqual({ ids: [2, 5, 6, 7, 3], types: [0, 0, 0, 0, 0], truncated: 1 });
  });

  it.each([
    ['a b c d', 'd', [2, 5, 6, 3, 8, 3]],
    ['a', 'd c b a', [2, 5, 3, 8, 7, 3]],
    ['a b c', 'd c b', [2, 5, 6, 3, 8, 3]],
  ])('cuts the longer of %j and %j', async (text, pair, ids) => {
    expect((await encode(text, pair, 6)).ids).toEqual(ids);
  });

  it('keeps an empty text apart from no text', async () => {
    expect((await encode('a', '', 8)).ids).toEqual([2, 5, 3, 3]);
  });
});
