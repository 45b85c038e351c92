import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d, tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { tokenClassificationLoss } from './token-classification-loss.js';

beforeAll(() => setBackend('cpu'));

describe('tokenClassificationLoss', () => {
  it('is the mean surprise over all labeled tokens of the batch, not a mean of means', () => {
    // Probabilities of the right labels: 1/4 and 1/2 in the first sequence, 3/4 in the second, whose last is padding.
    const logits = tensor3d([
      [[0, Math.log(3)], [0, 0]],
      [[0, Math.log(3)], [90, 0]],
    ]);
    const loss = tokenClassificationLoss(logits, tensor2d([[0, 1], [1, 1]], [2, 2], 'int32'), tensor2d([[1, 1], [1, 0]]));
    expect(loss.dataSync()[0]).toBeCloseTo((Math.log(4) + Math.log(2) + Math.log(4 / 3)) / 3, 6);
  });

  it('is 0 where no token counts', () => {
    const loss = tokenClassificationLoss(tensor3d([[[1, 2]]]), tensor2d([[0]], [1, 1], 'int32'), tensor2d([[0]]));
    expect(loss.dataSync()[0]).toBe(0);
  });

  it('has the gradients that finite differences give, none at tokens that do not count', () => {
    const labels = tensor2d([[2, 0]], [1, 2], 'int32');
    const weights = tensor2d([[1, 0]]);
    const loss = (x: Tensor3D) => tokenClassificationLoss(x, labels, weights);
    const gradient = expectFiniteDifferences(loss, [0, Math.log(2), Math.log(5), 1, 2, 3], [1, 2, 3]);
    [1 / 8, 2 / 8, -3 / 8, 0, 0, 0].forEach((expected, index) => expect(gradient[index]).toBeCloseTo(expected, 5));
  });
});
