import { Tokenizer } from '@electra-ts/tokenizer';
import { answeringDefaults, defaultRecipe } from '../recipe.js';
import { checkAnswers, questionAnswering as kind } from './question-answering.js';

const words = ['who', 'is', 'king', 'louis', 'the', 'of', 'france'];
const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words, '.']);
const context = {
  tokenizer,
  labels: [],
  recipe: { ...defaultRecipe, ...answeringDefaults, maxLength: 12, stride: 3 },
  settings: { unanswerable: true },
};
const example = {
  question: 'who is king',
  context: 'the king of France is Louis. The king of France is Louis.',
  answers: [{ text: 'Louis', start: 22 }],
};

describe('question answering', () => {
  it('reads a context in windows, pointing at the answer where it stands and at [CLS] elsewhere', async () => {
    const { pieces } = await kind.encode([example], context, 'training');
    // Six tokens of context fit beside the question; the answer is the sixth.
    expect(pieces.map(({ contextAt, count }) => [contextAt, count])).toEqual([[5, 6], [5, 6], [5, 6], [5, 5]]);
    expect(pieces.map(({ target }) => target)).toEqual([[10, 10], [7, 7], [0, 0], [0, 0]]);
    expect([...pieces[0].ids]).toEqual([2, 5, 6, 7, 3, 9, 7, 10, 11, 6, 8, 3]);
  });

  it('cuts a question only as far as it must, and says so', async () => {
    const long = { ...example, question: Array<string>(30).fill('who').join(' ') };
    const { pieces, truncated } = await kind.encode([long], context, 'answering');
    expect(truncated).toBe(1);
    for (const { ids } of pieces) expect(ids.length).toBeLessThanOrEqual(12);
  });

  it('finds the answer across windows, or none', async () => {
    const { pieces } = await kind.encode([example], context, 'answering');
    const outputs = (none: number) =>
      pieces.map((piece, window) => {
        const logits = new Float32Array(12);
        logits[0] = none;
        if (window === 1) logits[7] = 5;
        return kind.part({ start: logits, end: logits }, piece, context);
      });
    const found = kind.answer(example, outputs(1), context);
    expect(found).toMatchObject({ answer: 'Louis', start: 22, end: 27, unanswerable: false, nullDifference: -8 });
    expect(found.score).toBeGreaterThan(0.9);
    expect(kind.answer(example, outputs(9), context)).toMatchObject({ answer: '', unanswerable: true, span: 'Louis' });
    const patient = { ...context, settings: { unanswerable: true, nullThreshold: 20 } };
    expect(kind.answer(example, outputs(9), patient).answer).toBe('Louis');
    // A model that was never shown such questions always answers.
    expect(kind.answer(example, outputs(9), { ...context, settings: {} }).answer).toBe('Louis');
  });

  it('refuses an answer that does not stand where it is said to', () => {
    expect(() => checkAnswers(example, 'file')).not.toThrow();
    expect(() => checkAnswers({ ...example, answers: [{ text: 'Louis', start: 3 }] }, 'file')).toThrow(/expected "Louis" at 3, received " king"/);
  });
});
