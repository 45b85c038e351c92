import '@tensorflow/tfjs-backend-cpu';
import { setBackend, softmax, tensor2d } from '@tensorflow/tfjs-core';
import { answerableTokens, onlyAnswerable } from './answerable-tokens.js';

describe('answerable tokens', () => {
  beforeAll(() => setBackend('cpu'));

  it('are [CLS] and the second text, padding left out', () => {
    const tokens = answerableTokens(tensor2d([[1, 1, 1, 0]]), tensor2d([[0, 0, 1, 1]], undefined, 'int32'));
    expect(tokens.arraySync()).toEqual([[1, 0, 1, 0]]);
  });

  it('have all of a softmax', () => {
    const logits = onlyAnswerable(tensor2d([[1, 50, 1, 50]]), tensor2d([[1, 0, 1, 0]]));
    expect(softmax(logits).arraySync()).toEqual([[0.5, 0, 0.5, 0]]);
  });
});
