import { electraConfig } from '@electra-ts/nn';
import { replacedTokenHeadFlops } from './replaced-token-head-flops.js';

describe('replacedTokenHeadFlops', () => {
  it('counts the dense layer and the logit', () => {
    expect(replacedTokenHeadFlops(electraConfig({ hiddenSize: 8 }), 5)).toBe(2 * 5 * (64 + 8));
  });
});
