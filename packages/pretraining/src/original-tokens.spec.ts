import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { originalTokens, withTokens } from './original-tokens.js';
import { smallFeeds } from './small-model.fixture.js';

beforeAll(() => setBackend('cpu'));

describe('originalTokens', () => {
  it('is the text before it was masked', () => {
    expect(originalTokens(smallFeeds()).arraySync()).toEqual([2, 5, 3, 2, 6, 6]);
  });
});

describe('withTokens', () => {
  it('puts tokens into the masked positions, and none for a slot that is not used', () => {
    expect(withTokens(smallFeeds(), tensor1d([1, 5, 0, 5], 'int32')).arraySync()).toEqual([2, 1, 3, 2, 6, 0]);
  });
});
