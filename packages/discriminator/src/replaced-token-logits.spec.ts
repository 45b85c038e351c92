import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { replacedTokenLogits } from './replaced-token-logits.js';

beforeAll(() => setBackend('cpu'));

describe('replacedTokenLogits', () => {
  const config = electraConfig({ hiddenSize: 2, numAttentionHeads: 1 });

  it('is dense, then GELU, then one logit a token', () => {
    const parameters = {
      'discriminator_predictions.dense.weight': tensor2d([[1, 0], [0, 1]]),
      'discriminator_predictions.dense.bias': tensor1d([0, -20]),
      'discriminator_predictions.dense_prediction.weight': tensor2d([[3, 5]]),
      'discriminator_predictions.dense_prediction.bias': tensor1d([0.5]),
    };
    // gelu(1) = 0.841345 and gelu(-20) = 0; gelu(-30) = 0 and gelu(20) = 20.
    const logits = replacedTokenLogits(parameters, config, tensor2d([[1, 0], [-30, 40]]));
    expect(logits.shape).toEqual([2]);
    const [first, second] = logits.dataSync();
    expect(first).toBeCloseTo(3 * 0.841345 + 0.5, 4);
    expect(second).toBeCloseTo(5 * 20 + 0.5, 4);
  });

  it('refuses states of another width', () => {
    expect(() => replacedTokenLogits({}, config, tensor2d([[1, 2, 3]]))).toThrow(/\[N, 2\]; received \[1, 3\]/);
  });
});
