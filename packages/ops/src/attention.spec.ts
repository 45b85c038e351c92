// B batch, A heads, Q queries, T tokens, D width of one head.
import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import {
  add,
  div,
  matMul,
  mul,
  ones,
  setBackend,
  softmax,
  tensor4d,
  zeros,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { attention } from './attention.js';
import { CounterRandom } from './counter-random.js';
import { expectSameFunction, sample } from './gradients.fixture.js';

beforeAll(() => setBackend('cpu'));

const plain =
  (bias: Tensor4D, keep: Tensor4D | null) =>
  (q: Tensor, k: Tensor, v: Tensor): Tensor => {
    const weights = softmax(add(div(matMul(q, k, false, true), Math.sqrt(q.shape[3] ?? 0)), bias));
    return matMul(keep === null ? weights : mul(weights, keep), v);
  };
const fused =
  (bias: Tensor4D, keep: Tensor4D | null) =>
  (q: Tensor, k: Tensor, v: Tensor): Tensor =>
    attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, bias, keep);

describe('attention', () => {
  it('averages the values of the keys that are not padding', () => {
    const q: Tensor4D = zeros([1, 1, 3, 1]);
    const v = tensor4d([1, 3, 100], [1, 1, 3, 1]);
    const bias = tensor4d([0, 0, -1e9], [1, 1, 1, 3]);
    expect(attention(q, q, v, bias, null).dataSync()).toEqual(Float32Array.of(2, 2, 2));
  });

  it('weighs keys by their score over the square root of the width', () => {
    // q.k is 2 ln 3 and 0; over sqrt(4), ln 3 and 0: weights 3/4 and 1/4.
    const q = tensor4d([1, 0, 0, 0, 1, 0, 0, 0], [1, 1, 2, 4]);
    const k = tensor4d([2 * Math.log(3), 0, 0, 0, 0, 0, 0, 0], [1, 1, 2, 4]);
    const v = tensor4d([4, 0, 0, 0, 0, 4, 0, 0], [1, 1, 2, 4]);
    const out = attention(q, k, v, zeros([1, 1, 1, 2]), null).dataSync();
    [3, 1, 0, 0].forEach((value, i) => expect(out[i]).toBeCloseTo(value, 5));
  });

  it('has the value and gradients of its definition, with and without dropout, for any shape', () => {
    const dimension = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(dimension, dimension, dimension, dimension, dimension, fc.boolean(), fc.boolean(), (batch, heads, queries, tokens, width, drops, byQuery) => {
        const inputs = [queries, tokens, tokens].map((rows, site) => sample([batch, heads, rows, width], site));
        const bias = sample<Tensor4D>([batch, 1, byQuery ? queries : 1, tokens], 3);
        const random = new CounterRandom({ seed: 1, step: 0 });
        const keep = drops ? (random.keepMask([batch, heads, queries, tokens], 0.3) as Tensor4D) : null;
        expectSameFunction(fused(bias, keep), plain(bias, keep), inputs);
        [...inputs, bias, ...(keep ? [keep] : [])].forEach((tensor) => tensor.dispose());
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('rejects shapes that do not agree', () => {
    const q: Tensor4D = ones([1, 2, 3, 4]);
    expect(() => attention(q, q, q, ones([1, 1, 1, 2]), null)).toThrow(
      'attention: expected bias to have shape [1,1,1,3], received [1,1,1,2]',
    );
    expect(() => attention(q, q, ones([1, 2, 2, 4]), ones([1, 1, 1, 3]), null)).toThrow('expected v to have shape');
  });
});
