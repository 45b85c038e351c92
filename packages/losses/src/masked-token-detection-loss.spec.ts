import '@tensorflow/tfjs-backend-cpu';
import { grad, memory, setBackend, tensor1d, tidy, type Tensor1D } from '@tensorflow/tfjs-core';
import { maskedTokenDetectionLoss } from './masked-token-detection-loss.js';

beforeAll(() => setBackend('cpu'));

/** Tokens 3 and 0 are masked; the third slot, which points at token 1, is not used. */
const loss = (logits: Tensor1D) =>
  maskedTokenDetectionLoss(
    logits,
    tensor1d([0, 1, 0, 1]),
    tensor1d([3, 0, 1], 'int32'),
    tensor1d([1, 1, 0]),
  );

describe('maskedTokenDetectionLoss', () => {
  it('is the mean surprise at the masked tokens, whatever the others look like', () => {
    // Token 3 is replaced with probability 3/4, token 0 with 1/5; they are replaced and original.
    const at = (other: number) => loss(tensor1d([-Math.log(4), other, -other, Math.log(3)])).dataSync()[0];
    expect(at(0)).toBeCloseTo((Math.log(4 / 3) + Math.log(5 / 4)) / 2, 6);
    expect(at(30)).toBe(at(0));
  });

  it('has the gradients that finite differences give, none at other tokens, and leaves no tensor behind', () => {
    const start = [0.5, -1, 2, -0.3];
    const before = memory().numTensors;
    const gradient = tidy(() => [...grad((x) => loss(x as Tensor1D))(tensor1d(start)).dataSync()]);
    const step = 1e-2;
    const slopes = start.map((_, index) => tidy(() => {
      const at = (offset: number) => loss(tensor1d(start.map((x, i) => (i === index ? x + offset : x)))).dataSync()[0];
      return (at(step) - at(-step)) / (2 * step);
    }));
    slopes.forEach((slope, index) => expect(gradient[index]).toBeCloseTo(slope, 3));
    expect(gradient.slice(1, 3)).toEqual([0, 0]);
    expect(memory().numTensors).toBe(before);
  });
});
