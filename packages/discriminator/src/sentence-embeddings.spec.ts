import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { sentenceEmbeddings } from './sentence-embeddings.js';

beforeAll(() => setBackend('cpu'));

describe('sentenceEmbeddings', () => {
  // Three sequences of two tokens; the second has one, the third none.
  const hidden = () => tensor2d([[1, 2], [3, 6], [5, 5], [9, 9], [7, 7], [8, 8]]);
  const mask = () => tensor2d([[1, 1], [1, 0], [0, 0]]);

  it('is the first state, or the mean of those that are not padding', () => {
    expect(sentenceEmbeddings(hidden(), mask(), 'cls').arraySync()).toEqual([[1, 2], [5, 5], [7, 7]]);
    expect(sentenceEmbeddings(hidden(), mask(), 'mean').arraySync()).toEqual([[2, 4], [5, 5], [0, 0]]);
  });
});
