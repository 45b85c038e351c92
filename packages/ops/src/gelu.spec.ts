import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import { add, div, erf, mul, setBackend, tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { gelu } from './gelu.js';
import { expectSameFunction, sample } from './gradients.fixture.js';

beforeAll(() => setBackend('cpu'));

const plain = (x: Tensor): Tensor => mul(mul(x, 0.5), add(1, erf(div(x, Math.SQRT2))));

describe('gelu', () => {
  it('is x times the share of a normal distribution below x', () => {
    const y = gelu(tensor1d([-2, -1, 0, 1, 2])).dataSync();
    // Phi(1) = 0.8413447, Phi(2) = 0.9772499
    [-0.0455003, -0.1586553, 0, 0.8413447, 1.9544997].forEach((value, i) => expect(y[i]).toBeCloseTo(value, 5));
  });

  it('has the value and gradient of its definition, for any shape', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }), (shape) => {
        const x = mul(sample(shape, 0), 3);
        expectSameFunction(gelu, plain, [x]);
        x.dispose();
      }),
      { seed: 1, numRuns: 15 },
    );
  });
});
