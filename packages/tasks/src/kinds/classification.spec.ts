import { Tokenizer } from '@electra-ts/tokenizer';
import { defaultRecipe } from '../recipe.js';
import { classification as kind } from './classification.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
const context = { tokenizer, labels: ['no', 'yes'], recipe: { ...defaultRecipe, maxLength: 8 }, settings: {} };

describe('classification', () => {
  it('turns labels into classes, with their weights, 0 for rows that fill up the batch', async () => {
    const examples = [{ text: 'a b', label: 'yes' }, { text: 'b', label: 'no' }];
    const { pieces } = await kind.encode(examples, { ...context, classWeights: [1, 3] }, 'training');
    const { labels, weights } = kind.targets(pieces, [3, 8]);
    expect([...labels.data]).toEqual([1, 0, 0]);
    expect([...weights.data]).toEqual([3, 1, 0]);
    const { ids, attentionMask } = kind.inputs(pieces, [3, 8], 0);
    expect([...ids.data.subarray(0, 6)]).toEqual([2, 5, 6, 3, 0, 0]);
    expect([...attentionMask.data.subarray(0, 6)]).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('refuses a label that is none of the task\'s', async () => {
    await expect(kind.encode([{ text: 'a', label: 'maybe' }], context, 'training')).rejects.toThrow(/expected no, yes, received maybe/);
  });

  it('gives the mean of the windows\' probabilities', () => {
    const answer = kind.answer({ text: 'a' }, [[0.2, 0.8], [0.6, 0.4]], context);
    expect(answer.label).toBe('yes');
    expect(answer.scores['yes']).toBeCloseTo(0.6, 12);
  });
});
