import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tensor1d, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { pooledLogits } from './pooled-logits.js';

beforeAll(() => setBackend('cpu'));

describe('pooledLogits', () => {
  const config = electraConfig({ hiddenSize: 2, numAttentionHeads: 1, hiddenDropoutProb: 0.5 });
  const parameters = () => ({ 'classifier.weight': tensor2d([[1, 0], [1, -1], [0, 2]]), 'classifier.bias': tensor1d([0, 10, 0]) });
  const first_BD = () => tensor2d([[2, 3], [-2, 4]]);

  it('is one linear layer on the state at [CLS]', () => {
    expect(pooledLogits(parameters(), config, first_BD(), null).arraySync()).toEqual([[2, 9, 6], [-2, 4, 8]]);
  });

  it('drops out before it', () => {
    const asked: string[] = [];
    const random = {
      keepMask: (shape: readonly number[], rate: number) => {
        asked.push(`${shape.join('x')} at ${rate}`);
        return fill([...shape], 2);
      },
      uniform: () => zeros([0]),
    };
    expect(pooledLogits(parameters(), config, first_BD(), random).arraySync()).toEqual([[4, 8, 12], [-4, -2, 16]]);
    pooledLogits(parameters(), config, first_BD(), random, 0.25);
    expect(asked).toEqual(['2x2 at 0.5', '2x2 at 0.25']);
  });
});
