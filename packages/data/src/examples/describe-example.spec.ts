import { describeExample } from './describe-example.js';

const words = ['[CLS]', '[SEP]', 'un', '##able', 'to', 'say'];
const tokenizer = {
  idToToken: (id: number) => words[id],
  decode: (ids: Iterable<number>) => Array.from(ids, (id) => words[id]).join(' '),
};

describe('describeExample', () => {
  it('shows both segments and where words are joined', () => {
    const ids = Int32Array.of(0, 2, 3, 1, 4, 5, 1);
    const types = Uint8Array.of(0, 0, 0, 0, 1, 1, 1);
    const wordStarts = Uint8Array.of(1, 1, 0, 1, 1, 1, 1);
    expect(describeExample({ ids, types, wordStarts }, tokenizer).split('\n')).toEqual([
      '7 tokens',
      'A (4): [CLS] un ##able [SEP]',
      'B (3): to say [SEP]',
      'tokens: [CLS] un·##able [SEP] to say [SEP]',
    ]);
  });

  it('has no second line of text for a single segment', () => {
    const example = { ids: Int32Array.of(0, 5, 1), types: new Uint8Array(3) };
    expect(describeExample(example, tokenizer)).toBe('3 tokens\nA (3): [CLS] say [SEP]\ntokens: [CLS] say [SEP]');
  });
});
