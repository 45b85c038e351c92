import { Tokenizer } from '@electra-ts/tokenizer';
import { defaultRecipe } from '../recipe.js';
import { regression as kind } from './regression.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
const context = { tokenizer, labels: [], recipe: { ...defaultRecipe, maxLength: 8 }, settings: {}, range: [1, 5] as const };

describe('regression', () => {
  it('trains on the range mapped to 0 to 1, with weight 0 for rows that fill up', async () => {
    const { pieces } = await kind.encode([{ text: 'a', value: 1 }, { text: 'b', value: 4 }], context, 'training');
    const { targets, weights } = kind.targets(pieces, [3, 8]);
    expect([...targets.data]).toEqual([0, 0.75, 0]);
    expect([...weights.data]).toEqual([1, 1, 0]);
    expect(kind.pieceLoss({ logits: Float32Array.of(0.25) }, pieces[1], context)).toBeCloseTo(0.25, 12);
  });

  it('answers on the task\'s scale, by the mean over windows', () => {
    expect(kind.answer({ text: 'a', pair: 'b' }, [0.25, 0.75], context)).toEqual({ text: 'a', pair: 'b', score: 3 });
  });

  it('saves a last layer that gives the same as the answers', () => {
    const tensor = (...values: number[]) => ({ shape: [values.length], dtype: 'float32' as const, data: Float32Array.from(values) });
    const [weight, bias] = ['classifier.out_proj.weight', 'classifier.out_proj.bias'];
    const saved = kind.savedValues?.({ other: tensor(9), [weight]: tensor(0.5, -1), [bias]: tensor(0.125) }, context) ?? {};
    const output = (values: typeof saved) => values[weight].data[0] * 2 + values[weight].data[1] * 3 + values[bias].data[0];
    // Inputs of 2 and 3: 1 - 3 + 0.125 before.
    expect(output(saved)).toBeCloseTo(1 + 4 * -1.875, 6);
    expect(saved['other'].data).toEqual(Float32Array.of(9));
  });

  it('measures correlation and error', () => {
    const answers = [1, 2, 4].map((score) => ({ text: 'a', score }));
    const { pearson, spearmanr, mse } = kind.score([1, 2, 3].map((value) => ({ text: 'a', value })), answers, context);
    expect(spearmanr).toBeCloseTo(1, 12);
    expect(pearson).toBeCloseTo(3 / Math.sqrt(2 * (14 / 3)), 12);
    expect(mse).toBeCloseTo(1 / 3, 12);
  });
});
