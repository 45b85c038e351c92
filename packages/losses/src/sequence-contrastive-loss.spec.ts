import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { sequenceContrastiveLoss } from './sequence-contrastive-loss.js';

beforeAll(() => setBackend('cpu'));

const value = (first: number[][], second: number[][], temperature?: number) =>
  tidy(() => sequenceContrastiveLoss(tensor2d(first), tensor2d(second), temperature).dataSync()[0]);

describe('sequenceContrastiveLoss', () => {
  it('compares each view with its partner and all others', () => {
    // Two sequences at right angles: the partner's cosine is 1, the two others' 0, whatever the lengths.
    expect(value([[1, 0], [0, 2]], [[3, 0], [0, 1]])).toBeCloseTo(Math.log(1 + 2 / Math.E), 5);
    expect(value([[1, 0], [0, 2]], [[3, 0], [0, 1]], 0.5)).toBeCloseTo(Math.log(1 + 2 / Math.E ** 2), 5);
  });

  it('is largest where partners look away from each other', () => {
    const e = Math.E;
    expect(value([[1, 0], [0, 1]], [[-1, 0], [0, -1]])).toBeCloseTo(Math.log(1 + 2 * e), 5);
  });

  it('costs nothing where there is nothing to compare with', () => {
    expect(value([[1, 2]], [[-3, 1]])).toBeCloseTo(0, 6);
  });

  it.each([0, -1, NaN, Infinity])('refuses a temperature of %s', (temperature) => {
    expect(() => value([[1, 2]], [[-3, 1]], temperature)).toThrow(`a finite temperature above 0, received ${temperature}`);
  });

  it('has the gradients that finite differences give, and leaves no tensor behind', () => {
    const second = tensor2d([[0.2, 1, -0.3], [1.5, -0.4, 0.6]]);
    expectFiniteDifferences<Tensor2D>((x) => sequenceContrastiveLoss(x, second, 0.7), [0.5, -1, 0.8, 1, 0.3, -0.6], [2, 3]);
    expectFiniteDifferences<Tensor2D>((x) => sequenceContrastiveLoss(second, x, 0.7), [0.5, -1, 0.8, 1, 0.3, -0.6], [2, 3]);
  });
});
