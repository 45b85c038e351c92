import '@tensorflow/tfjs-backend-cpu';
import { grad, memory, setBackend, tensor1d, tidy, type Tensor1D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { replacedTokenLoss } from './replaced-token-loss.js';

const loss = (logits: number[], replaced: number[], weights: number[]): number =>
  tidy(() => replacedTokenLoss(tensor1d(logits), tensor1d(replaced), tensor1d(weights)).dataSync()[0]);

beforeAll(() => setBackend('cpu'));

describe('replacedTokenLoss', () => {
  it('is ln 2 where the model knows nothing', () => {
    expect(loss([0, 0], [0, 1], [1, 1])).toBeCloseTo(Math.LN2, 6);
  });

  it('is the mean surprise over real tokens', () => {
    // Logits ln 3 and -ln 4 mean replaced with probability 3/4 and 1/5; the padding is wrong and does not count.
    const logits = [Math.log(3), -Math.log(4), 50];
    expect(loss(logits, [1, 0, 0], [1, 1, 0])).toBeCloseTo((Math.log(4 / 3) + Math.log(5 / 4)) / 2, 6);
  });

  it('stays finite and exact at the ends', () => {
    expect(loss([1000], [0], [1])).toBe(1000);
    expect(loss([-1000], [1], [1])).toBe(1000);
    expect(loss([1000, -1000], [1, 0], [1, 1])).toBe(0);
    expect(loss([20], [1], [1]) / Math.exp(-20)).toBeCloseTo(1, 3);
  });

  it('is 0 where there is nothing but padding', () => {
    expect(loss([3], [0], [0])).toBe(0);
  });

  it('has the gradients that finite differences give', () => {
    const [replaced, weights] = [tensor1d([1, 0, 1]), tensor1d([1, 1, 0])];
    expectFiniteDifferences<Tensor1D>((x) => replacedTokenLoss(x, replaced, weights), [0.5, -1, 2], [3]);
  });

  it('has gradient (sigmoid(z) - y) / n at each real token, and leaves no tensor behind', () => {
    const logit = fc.double({ min: -8, max: 8, noNaN: true });
    const token = fc.tuple(fc.oneof(logit, fc.constant(0)), fc.constantFrom(0, 1), fc.constantFrom(0, 1));
    const before = memory().numTensors;
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 9 }), (tokens) => {
        const [logits, replaced, weights] = [0, 1, 2].map((part) => tokens.map((each) => each[part]));
        const gradient = tidy(() => {
          const [replaced_N, weights_N] = [tensor1d(replaced), tensor1d(weights)];
          return grad((x) => replacedTokenLoss(x as Tensor1D, replaced_N, weights_N))(tensor1d(logits)).dataSync();
        });
        const count = Math.max(1, weights.reduce((sum, weight) => sum + weight, 0));
        tokens.forEach(([z, y, w], n) => {
          const sigmoid = 1 / (1 + Math.exp(-z));
          expect(gradient[n]).toBeCloseTo((w * (sigmoid - y)) / count, 5);
        });
      }),
      { numRuns: 50 },
    );
    expect(memory().numTensors).toBe(before);
  });
});
