import { Tokenizer } from '@electra-ts/tokenizer';
import { doubtExamples, generatorAltered, handAltered } from './doubt-examples.js';

describe('handAltered', () => {
  it('says where the wrong word stands and what should be there', () => {
    for (const { text, altered } of handAltered()) {
      expect(altered).toHaveLength(1);
      expect(text.slice(altered[0].start, altered[0].end)).toMatch(/^\p{L}+$/u);
      expect(text).not.toContain(altered[0].original);
    }
  });
});

describe('generatorAltered', () => {
  const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'sea', 'sh', '##ip', '.']);
  const fill = (token: string) => ({ filler: { fill: async (texts: string[]) => texts.map((text) => text.split('[MASK]').slice(1).map(() => [{ token, id: 0, score: 1 }])) } });

  it('replaces words of one token and remembers them', async () => {
    const options = { ...fill('whale'), tokenizer, seed: 1 } as never;
    const [{ text, altered }] = await generatorAltered(['The sea ship.'], options);
    expect(altered).toHaveLength(1);
    const [{ start, end, original }] = altered;
    expect(text.slice(start, end)).toBe('whale');
    expect(['The', 'sea']).toContain(original);
    expect(text.replace('whale', original)).toBe('The sea ship.');
  });

  it('does not call a word replaced that is the original', async () => {
    const options = { ...fill('the'), tokenizer, seed: 1 } as never;
    expect(await generatorAltered(['The the'], options)).toEqual([{ text: 'The the', altered: [] }]);
  });
});

describe('doubtExamples', () => {
  it('marks the tokens of an altered stretch with what stood there', async () => {
    const tokens = [
      { token: 'the', id: 1, start: 0, end: 3, logit: -2, replaced: 0.1 },
      { token: 'po', id: 2, start: 4, end: 6, logit: 1, replaced: 0.7 },
      { token: '##tato', id: 3, start: 6, end: 10, logit: 1, replaced: 0.8 },
    ];
    const text = { text: 'the potato', altered: [{ start: 4, end: 10, original: 'whale' }] };
    const [{ tokens: shown }] = await doubtExamples([text], 'hand', { detect: async () => [tokens] });
    expect(shown).toEqual([
      { text: 'the', startsWord: true, probability: 0.1 },
      { text: 'po', startsWord: true, probability: 0.7, original: 'whale' },
      { text: 'tato', startsWord: false, probability: 0.8, original: 'whale' },
    ]);
  });
});
