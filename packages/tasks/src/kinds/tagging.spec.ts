import { Tokenizer } from '@electra-ts/tokenizer';
import { defaultRecipe } from '../recipe.js';
import { tagging as kind, wordsExample } from './tagging.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'new', 'york', '##er', 'is']);
const labels = ['O', 'B-LOC', 'I-LOC'];
const context = { tokenizer, labels, recipe: { ...defaultRecipe, maxLength: 8 }, settings: {} };
const example = wordsExample(['new', 'yorker', 'is'], ['B-LOC', 'I-LOC', 'O']);

/** Logits of a sequence that are sure of a label at each place. */
const sure = (...places: number[]) => Float32Array.from(places.flatMap((place) => labels.map((_, label) => (label === place ? 9 : 0))));

describe('tagging', () => {
  it('judges each word at its first piece', async () => {
    const { pieces } = await kind.encode([example], context, 'training');
    // [CLS] new york ##er is [SEP]
    const targets = kind.targets(pieces, [2, 8]);
    expect([...targets['labels'].data].slice(0, 8)).toEqual([0, 1, 2, 0, 0, 0, 0, 0]);
    expect([...targets['weights'].data]).toEqual([0, 1, 1, 0, 1, 0, 0, 0, ...Array<number>(8).fill(0)]);
  });

  it('passes over words whose label the model does not know', async () => {
    const { pieces } = await kind.encode([wordsExample(['new', 'is'], ['B-PER', 'O'])], context, 'training');
    expect([...kind.targets(pieces, [1, 4])['weights'].data]).toEqual([0, 0, 1, 0]);
  });

  it('answers with a label for each word, and the stretches that they mark', async () => {
    const { pieces } = await kind.encode([example], context, 'answering');
    // What it says of ##er, in the middle of a word, does not count.
    const parts = pieces.map((piece) => kind.part({ logits: sure(0, 1, 2, 1, 0, 0) }, piece, context));
    const { tokens, entities } = kind.answer(example, parts, context);
    expect(tokens.map(({ label }) => label)).toEqual(['B-LOC', 'I-LOC', 'O']);
    expect(entities).toEqual([{ label: 'LOC', start: 0, end: 10, text: 'new yorker', score: expect.closeTo(Math.exp(9) / (Math.exp(9) + 2), 6) }]);
    expect(kind.score([example], [{ text: example.text, entities, tokens }], context)).toMatchObject({ accuracy: 1, FB1: 1 });
  });

  it('has the mean of its words\' cross-entropies as loss', async () => {
    const { pieces } = await kind.encode([example], context, 'training');
    expect(kind.pieceLoss({ logits: new Float32Array(18) }, pieces[0], context)).toBeCloseTo(Math.log(3), 6);
    // As many as there are words with a tag.
    expect(kind.pieceWeight?.(pieces[0])).toBe(3);
  });

  it('takes words, or a text that it splits itself', () => {
    expect(kind.input({ words: ['new', 'york'] })).toEqual({ text: 'new york', words: [{ token: 'new', start: 0, end: 3 }, { token: 'york', start: 4, end: 8 }] });
    expect(kind.input({ text: 'is new!' }).words.map(({ token }) => token)).toEqual(['is', 'new', '!']);
    expect(() => kind.input({})).toThrow(/text/);
  });
});
