import '@tensorflow/tfjs-backend-cpu';
import { grad, setBackend, tensor1d, tensor2d, tidy, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { correctiveLanguageModelLoss } from './corrective-language-model-loss.js';
import { expectFiniteDifferences } from './finite-differences.fixture.js';

beforeAll(() => setBackend('cpu'));

const table = () => tensor2d([[0.5, 1], [-1, 0.5], [0.25, -0.75]]);
const [input, labels] = [[1, 1, 0], [1, 2, 0]];
const loss = (h: Tensor, copy: Tensor, bias: Tensor = tensor1d([0.1, -0.2, 0.3])) =>
  correctiveLanguageModelLoss(
    h as Tensor2D,
    table(),
    bias as Tensor1D,
    copy as Tensor1D,
    tensor1d(input, 'int32'),
    tensor1d(labels, 'int32'),
    tensor1d([1, 1, 0]),
  );

describe('correctiveLanguageModelLoss', () => {
  it('is the mean surprise at the masked positions, copies included', () => {
    // The bias alone makes the softmax 1/8, 2/8, 5/8; the copy probability is 1/2: 1/2 + 1/8, and 5/16. The last slot is spare.
    const value = tidy(() => loss(tensor2d(new Array(6).fill(0), [3, 2]), tensor1d([0, 0, 0]), tensor1d([0, Math.log(2), Math.log(5)])).dataSync()[0]);
    expect(value).toBeCloseTo((Math.log(8 / 5) + Math.log(16 / 5)) / 2, 6);
  });

  it('has the gradients of finite differences by the hidden states', () => {
    const copy = tensor1d([0.4, -0.6, 1]);
    const gradient = expectFiniteDifferences((h) => loss(h, copy), [0.5, -1, 1, 2, 0.3, 0.1], [3, 2]);
    for (const value of gradient.slice(4)) expect(value).toBeCloseTo(0, 9);
  });

  it('teaches the copying nothing', () => {
    const h = tensor2d([0.5, -1, 1, 2, 0.3, 0.1], [3, 2]);
    expect(() => grad((copy) => loss(h, copy))(tensor1d([0.4, -0.6, 1]))).toThrow(/Cannot compute gradient/);
  });
});
