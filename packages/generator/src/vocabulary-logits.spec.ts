import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { vocabularyLogits } from './vocabulary-logits.js';

beforeAll(() => setBackend('cpu'));

describe('vocabularyLogits', () => {
  it('compares the head with every word embedding, and adds a bias', () => {
    const config = electraConfig({ vocabSize: 3, embeddingSize: 2, hiddenSize: 2, numAttentionHeads: 1 });
    const parameters = {
      'electra.embeddings.word_embeddings.weight': tensor2d([[1, 0], [0, 1], [1, 1]]),
      'generator_predictions.dense.weight': tensor2d([[1, 0], [0, 1]]),
      'generator_predictions.dense.bias': tensor1d([0, 0]),
      'generator_predictions.LayerNorm.weight': tensor1d([1, 1]),
      'generator_predictions.LayerNorm.bias': tensor1d([3, 2]),
      'generator_lm_head.bias': tensor1d([0, 10, 0]),
    };
    // Layer norm makes (1, -1) of the first state and (-1, 1) of the second, and adds (3, 2): (4, 1) and (2, 3).
    const logits = vocabularyLogits(parameters, config, tensor2d([[9, 1], [1, 9]]), { ids_BT: tensor2d([[1, 2]], undefined, 'int32') });
    expect(logits.shape).toEqual([1, 2, 3]);
    [4, 11, 5, 2, 13, 5].forEach((expected, i) => expect(logits.dataSync()[i]).toBeCloseTo(expected, 4));
  });
});
