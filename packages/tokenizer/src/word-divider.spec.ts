import { wordDivider } from './word-divider.js';

const token = { id: 2, content: '[CLS]', single_word: false, lstrip: false, rstrip: false, normalized: false };
const bert = {
  model: { type: 'WordPiece' },
  normalizer: { type: 'BertNormalizer' },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  added_tokens: [token],
};

describe('wordDivider', () => {
  it.each([
    ['a BERT tokenizer', {}],
    ['one that normalizes nothing', { normalizer: null }],
    ['one whose first added token is normalized', { added_tokens: [{ ...token, id: 9, normalized: true }, token] }],
  ])('is a token of %s', (_, change) => {
    expect(wordDivider(JSON.stringify({ ...bert, ...change }))).toMatchObject({ id: 2, content: '[CLS]' });
  });

  it.each([
    ['BPE', { model: { type: 'BPE' } }],
    ['another normalizer', { normalizer: { type: 'Prepend' } }],
    ['another pre-tokenizer', { pre_tokenizer: { type: 'Metaspace' } }],
    ['no pre-tokenizer', { pre_tokenizer: null }],
    ['an added token with a space', { added_tokens: [token, { ...token, content: 'New York' }] }],
    ['an added token that takes spaces', { added_tokens: [token, { ...token, lstrip: true }] }],
    ['an added token that looks at its neighbors', { added_tokens: [token, { ...token, single_word: true }] }],
    ['no added token that is sure to be found', { added_tokens: [{ ...token, normalized: true }] }],
    ['only a token that may also be a word', { added_tokens: [{ ...token, content: 'cls' }] }],
    ['only the token of unknown words', { model: { type: 'WordPiece', unk_token: '[CLS]' } }],
  ])('does not exist with %s', (_, change) => {
    expect(wordDivider(JSON.stringify({ ...bert, ...change }))).toBeUndefined();
  });

  it('knows marks that are words of their own, but for those that tokens are written with', () => {
    const { marks } = wordDivider(JSON.stringify(bert))!;
    expect(marks).toContain('.');
    expect(marks).toContain('\u2019');
    expect(marks).toContain('。');
    expect([...marks].filter((mark) => !/[\p{P}$+<=>^`|~]/u.test(mark))).toEqual([]);
    expect(marks).not.toMatch(/[[\]]/);
    const dotted = JSON.stringify({ ...bert, added_tokens: [token, { ...token, id: 3, content: 'e.g' }] });
    expect(wordDivider(dotted)!.marks).toBe(marks.replace('.', ''));
  });

  it('takes ideographs for marks where the normalizer puts spaces around them', () => {
    const marksOf = (handles: boolean) =>
      wordDivider(JSON.stringify({ ...bert, normalizer: { type: 'BertNormalizer', handle_chinese_chars: handles } }))!.marks;
    const more = marksOf(true).length - marksOf(false).length;
    expect(more).toBe(0x4dbf - 0x3400 + 1 + (0x9fff - 0x4e00 + 1) + (0xfaff - 0xf900 + 1));
    expect(marksOf(true)).toContain('語');
    expect(marksOf(false)).not.toContain('語');
  });
});
