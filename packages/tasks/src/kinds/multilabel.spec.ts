import { Tokenizer } from '@electra-ts/tokenizer';
import { defaultRecipe } from '../recipe.js';
import { multilabel as kind } from './multilabel.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
const context = { tokenizer, labels: ['x', 'y', 'z'], recipe: { ...defaultRecipe, maxLength: 8 }, settings: {} };

describe('multilabel', () => {
  it('has a 1 for each label that applies', async () => {
    const { pieces } = await kind.encode([{ text: 'a', labels: ['z', 'x'] }, { text: 'b', labels: [] }], context, 'training');
    const { targets, weights } = kind.targets(pieces, [3, 8]);
    expect([targets.shape, [...targets.data]]).toEqual([[3, 3], [1, 0, 1, 0, 0, 0, 0, 0, 0]]);
    expect([...weights.data]).toEqual([1, 1, 0]);
    await expect(kind.encode([{ text: 'a', labels: ['w'] }], context, 'training')).rejects.toThrow(/expected x, y, z, received w/);
  });

  it('has the mean cross-entropy of its decisions as loss, also where a logit is huge', async () => {
    const { pieces } = await kind.encode([{ text: 'a', labels: ['x'] }], context, 'training');
    const loss = (...logits: number[]) => kind.pieceLoss({ logits: Float32Array.from(logits) }, pieces[0], context);
    expect(loss(0, 0, 0)).toBeCloseTo(Math.LN2, 12);
    expect(loss(-1000, 0, -1000)).toBeCloseTo((1000 + Math.LN2) / 3, 6);
  });

  it('decides for each label by the mean over windows', () => {
    expect(kind.part({ logits: Float32Array.of(0, 100, -100) }, { owner: 0 } as never, context)).toEqual([0.5, 1, expect.closeTo(0, 12)]);
    const answer = kind.answer({ text: 'a' }, [[0.5, 0.2, 1], [0.5, 0.4, 0.5]], context);
    expect(answer.labels).toEqual(['x', 'z']);
    expect(answer.scores['y']).toBeCloseTo(0.3, 12);
  });
});
