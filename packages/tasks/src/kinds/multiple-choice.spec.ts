import { Tokenizer } from '@electra-ts/tokenizer';
import { defaultRecipe } from '../recipe.js';
import { multipleChoice as kind } from './multiple-choice.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'q']);
const context = { tokenizer, labels: [], recipe: { ...defaultRecipe, maxLength: 8 }, settings: {} };
const two = { text: 'a', question: 'q', choices: ['a', 'b'], answer: 1 };
const three = { text: 'b', choices: ['a', 'b', 'a b'], answer: 2 };

describe('multipleChoice', () => {
  it('puts each choice, after the question, beside the text', async () => {
    const { pieces } = await kind.encode([two, three], context, 'training');
    const { ids, absent } = kind.inputs(pieces, [2, 8], 0);
    expect(ids.shape).toEqual([2, 3, 8]);
    const row = (place: number) => [...ids.data.subarray(place * 8, place * 8 + 6)];
    // [CLS] a [SEP] q b [SEP]
    expect(row(1)).toEqual([2, 5, 3, 7, 6, 3]);
    expect(row(2)).toEqual([0, 0, 0, 0, 0, 0]);
    // The choice that the first example lacks can never be the likeliest.
    expect([...absent.data]).toEqual([0, 0, -1e4, 0, 0, 0]);
    expect([...kind.targets(pieces, [3, 8])['labels'].data]).toEqual([1, 2, 0]);
    expect([...kind.targets(pieces, [3, 8])['weights'].data]).toEqual([1, 1, 0]);
  });

  it('reads a long text in windows, and keeps the highest logit of each choice', async () => {
    const long = { text: `${'a '.repeat(12)}q`, choices: ['b', 'a'] };
    const { pieces } = await kind.encode([long], context, 'answering');
    expect(pieces.length).toBeGreaterThan(1);
    // Only the last window of each choice has the last word.
    const withLast = pieces.map(({ sequences }) => sequences.map(({ ids }) => ids.includes(7)));
    expect(withLast).toEqual(pieces.map((_, n) => (n === pieces.length - 1 ? [true, true] : [false, false])));
    const parts = [[0, 3], [5, 1], ...pieces.slice(2).map(() => [0, 0])];
    const { choice, scores } = kind.answer(long, parts, context);
    expect(choice).toBe(0);
    expect(scores[0]).toBeCloseTo(1 / (1 + Math.exp(3 - 5)), 12);
  });

  it('repeats the last window of a choice that has fewer than another', async () => {
    const uneven = { text: 'q', choices: ['b', 'a '.repeat(20)] };
    const { pieces } = await kind.encode([uneven], context, 'answering');
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.map(({ sequences }) => [...sequences[0].ids])).toEqual(pieces.map(() => [2, 5 + 2, 3, 6, 3]));
  });

  it('reads every choice of a window', async () => {
    const { pieces } = await kind.encode([three], context, 'answering');
    // [CLS] b [SEP] a b [SEP], three times.
    expect(pieces.map((piece) => kind.tokensRead?.(piece))).toEqual([18]);
  });

  it('counts what training cuts', async () => {
    const long = { text: Array<string>(12).fill('a').join(' '), choices: ['b', 'a'], answer: 0 };
    expect((await kind.encode([long, two], context, 'training')).truncated).toBe(2);
  });

  it('is right where the answer is', () => {
    const answers = [1, 0].map((choice) => ({ text: 'a', choices: ['a', 'b'], choice, scores: [] }));
    expect(kind.score([two, two], answers, context)).toEqual({ accuracy: 0.5 });
  });

  it('wants two choices', () => {
    expect(() => kind.input({ text: 'a', choices: ['b'] })).toThrow(/choices/);
  });
});
