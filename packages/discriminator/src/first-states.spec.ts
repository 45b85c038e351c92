import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { firstStates } from './first-states.js';

beforeAll(() => setBackend('cpu'));

describe('firstStates', () => {
  const config = electraConfig({ hiddenSize: 2, numAttentionHeads: 1 });
  const hidden = () => tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]);

  it('is the first row of each sequence', () => {
    expect(firstStates(hidden(), 2, config).arraySync()).toEqual([[1, 2], [5, 6]]);
  });

  it('refuses rows that are not whole sequences', () => {
    expect(() => firstStates(hidden(), 3, config)).toThrow(/multiple of 3 sequences; received \[4, 2\]/);
  });
});
