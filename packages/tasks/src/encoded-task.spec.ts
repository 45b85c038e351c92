import { Tokenizer } from '@electra-ts/tokenizer';
import { cutTexts, encodeTask } from './encoded-task.js';
import type { JudgedTask } from './judged-task.js';
import { resolveRecipe } from './recipe.js';
import { taskFile } from './task-file.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
const task = { metric: 'accuracy', ...taskFile.parse({ name: 'letters', kind: 'classification', pair: 'pair', training: { swapPairs: true, maxLength: 8, classWeights: 'balanced' } }) } as JudgedTask;
const recipe = resolveRecipe({ kind: 'classification', pair: 'pair', training: task.training }, {}, { maxPositionEmbeddings: 16, numHiddenLayers: 1 });
const pair = (text: string, other: string, label: string) => ({ text, pair: other, label });
const texts = { train: [pair('a', 'b', 'no'), pair('a', 'b', 'no'), pair('a', 'b', 'no'), pair('a '.repeat(9), 'b', 'yes')], dev: [pair('b', 'a', 'yes')], labels: ['no', 'yes'], settings: {} };

describe('encodeTask', () => {
  it('encodes both orders for training and one for evaluation, and records the examples as they were read', async () => {
    const encoded = await encodeTask({ task, data: 'd', folder: 'letters', prefix: 'letters/' }, texts, recipe, tokenizer);
    expect([encoded.train.length, encoded.dev.pieces.length, encoded.examples]).toEqual([8, 1, { train: 4, dev: 1 }]);
    expect(encoded.context.classWeights).toEqual([4 / 6, 2]);
    expect(encoded.record).toMatchObject({ task: { name: 'letters' }, training: recipe, labels: ['no', 'yes'], data: { path: 'd' } });
    expect(encoded.labelCounts).toEqual([{ label: 'no', count: 3 }, { label: 'yes', count: 1 }]);
    expect(encoded.record.task).not.toHaveProperty('training');
    const fewer = await encodeTask({ task, data: 'd', folder: '', prefix: '' }, { ...texts, train: texts.train.slice(0, 2) }, { ...recipe, classWeights: undefined }, tokenizer);
    expect(fewer.record.data.train).not.toBe(encoded.record.data.train);
    expect(fewer.record.data.dev).toBe(encoded.record.data.dev);
    // The long pair, which is cut in both orders.
    expect(cutTexts(encoded)).toEqual(['letters: 1 of 4 training and 0 of 1 development texts are cut to 8 tokens (training.maxLength).']);
    expect(cutTexts(fewer)).toEqual([]);
  });
});
