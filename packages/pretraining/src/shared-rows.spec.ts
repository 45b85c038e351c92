import { Tokenizer } from '@electra-ts/tokenizer';
import { sharedRows, type Vocabulary } from './shared-rows.js';

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

describe('sharedRows', () => {
  it('finds the tokens of one vocabulary in another', () => {
    const old = Tokenizer.fromVocabulary([...special, 'heart', 'attack', '##s']);
    const current = Tokenizer.fromVocabulary([...special, '##s', 'stent', 'heart']);
    expect([...sharedRows(old, current, 9)]).toEqual([0, 1, 2, 3, 4, 7, -1, 5, -1]);
  });

  it('knows special tokens by what they are for, whatever they are called', () => {
    const specialTokens = { pad: 3, unk: 2, cls: 1, sep: 0, mask: 4 };
    const names = ['</s>', '<s>', '<unk>', '<pad>', '<mask>', 'heart'];
    const roberta = {
      vocabularySize: 6,
      specialTokens,
      tokenToId: (token: string) => (names.includes(token) ? names.indexOf(token) : undefined),
      idToToken: (id: number) => names[id],
    };
    const current = Tokenizer.fromVocabulary([...special, 'heart']);
    expect([...sharedRows(roberta, current, 6)]).toEqual([3, 2, 1, 0, 4, 5]);
  });

  it('leaves ids without a token, and roles without one, new', () => {
    const fails = () => {
      throw new RangeError('none');
    };
    const empty = { vocabularySize: 2, idToToken: fails, tokenToId: () => undefined };
    const none = new Proxy({} as Vocabulary['specialTokens'], { get: fails });
    expect([...sharedRows({ ...empty, specialTokens: none }, { ...empty, specialTokens: none }, 3)]).toEqual([-1, -1, -1]);
  });
});
