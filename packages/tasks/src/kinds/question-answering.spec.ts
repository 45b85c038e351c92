import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
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

  it.each(['transformers', 'conditioned'] as const)("measures a window's loss as training does, with the head of %s", async (answerHead) => {
    await setBackend('cpu');
    const config = electraConfig({ vocabSize: 13, embeddingSize: 4, hiddenSize: 8, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 8, maxPositionEmbeddings: 14, initializerRange: 0.5 });
    const model = kind.create(config, { labels: [], seed: 1, answerHead });
    // The last window is shorter, and all have padding.
    const { pieces } = await kind.encode([example], context, 'training');
    const [rows, length] = [pieces.length, 14];
    const feeds = { ...kind.inputs(pieces, [rows, length], 0), ...kind.targets(pieces, [rows, length]) };
    const tensors = Object.fromEntries(Object.entries(feeds).map(([name, { data, shape, dtype }]) => [name, tensor(data, [...shape], dtype)]));
    const outputs = kind.outputs(model, tensors, null);
    const parts = pieces.map((_, b) =>
      Object.fromEntries(Object.entries(outputs).map(([name, each]) => [name, each.dataSync<'float32'>().slice((b * each.size) / rows, ((b + 1) * each.size) / rows)])),
    );
    const mean = pieces.reduce((sum, piece, b) => sum + kind.pieceLoss(parts[b], piece, context), 0) / rows;
    expect(kind.loss(outputs, tensors).dataSync()[0]).toBeCloseTo(mean, 4);
    // Neither question nor padding is a candidate (`answer_mask` of the reference): the context, its [SEP] and [CLS] are.
    for (const [b, { contextAt, count }] of pieces.entries()) {
      for (const logits of [parts[b].start, parts[b].end]) {
        logits.forEach((logit, place) => expect([place, logit > -500]).toEqual([place, place === 0 || (place >= contextAt && place <= contextAt + count)]));
      }
    }
    // What it answers with is there, and of the context.
    const { start, end, answer } = kind.answer(example, pieces.map((piece, b) => kind.part(parts[b], piece, context)), { ...context, settings: {} });
    expect(answer).toBe(example.context.slice(start, end));
    expect(answer).not.toBe('');
    model.dispose();
  });

  it('takes the conditioned head at its word about there being no answer', () => {
    const spans = [
      { start: 22, end: 27, logit: -1 },
      { start: 4, end: 8, logit: -2 },
    ];
    const answer = (none: number, settings = context.settings) => kind.answer(example, [{ none, isOdds: true, spans }], { ...context, settings });
    const none = answer(2);
    expect(none).toMatchObject({ unanswerable: true, nullDifference: 2, span: 'Louis' });
    expect(none.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    const one = answer(-2);
    expect(one).toMatchObject({ answer: 'Louis', nullDifference: -2 });
    expect(one.score).toBeCloseTo((1 - 1 / (1 + Math.exp(2))) / (1 + Math.exp(-1)), 6);
    // Not shown such questions: all of the chance is the spans'.
    expect(answer(2, {} as typeof context.settings).score).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
  });

  it('refuses an answer that does not stand where it is said to', () => {
    expect(() => checkAnswers(example, 'file')).not.toThrow();
    expect(() => checkAnswers({ ...example, answers: [{ text: 'Louis', start: 3 }] }, 'file')).toThrow(/expected "Louis" at 3, received " king"/);
  });
});
