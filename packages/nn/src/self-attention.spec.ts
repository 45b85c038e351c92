import '@tensorflow/tfjs-backend-cpu';
import {
  eye,
  setBackend,
  tensor,
  tensor2d,
  zeros,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { selfAttention } from './self-attention.js';

const config = electraConfig({ hiddenSize: 4, numAttentionHeads: 2, attentionProbsDropoutProb: 0.5 });
const x_ND = tensor2d([
  [1, 2, 3, 4],
  [3, 6, 9, 12],
  [50, 50, 50, 50],
  [7, 0, 7, 0],
  [1, 0, 1, 0],
  [1, 3, 1, 3],
]);

function parameters(query: Tensor2D, key: Tensor2D): Record<string, Tensor> {
  const biases = ['query', 'key', 'value'].map((role) => [`a.${role}.bias`, zeros([4])]);
  return { 'a.query.weight': query, 'a.key.weight': key, 'a.value.weight': eye(4), ...Object.fromEntries(biases) };
}

beforeAll(() => setBackend('cpu'));

describe('selfAttention', () => {
  it('averages the tokens that are no padding where all scores are equal, each sequence by itself', () => {
    const bias = tensor([0, 0, -10000, 0, 0, 0], [2, 1, 1, 3]) as Tensor4D;
    const flat = parameters(zeros([4, 4]), zeros([4, 4]));
    const mixed = selfAttention(flat, config, 'a', x_ND, bias, null).arraySync();
    const means = [[2, 4, 6, 8], [3, 1, 3, 1]];
    mixed.forEach((row, n) => row.forEach((value, d) => expect(value).toBeCloseTo(means[Math.floor(n / 3)][d], 4)));
  });

  it('scores by the scaled product of query and key, for each head by itself', () => {
    // Two tokens; the first head sees widths 0 and 1, the second widths 2 and 3.
    const two_ND = tensor2d([[1, 0, 0, 0], [0, 0, 2, 0]]);
    const bias = zeros([1, 1, 1, 2]) as Tensor4D;
    const mixed = selfAttention(parameters(eye(4), eye(4)), config, 'a', two_ND, bias, null).arraySync();
    // Head 0, token 0: scores (1, 0) / sqrt(2), so token 0 weighs sigmoid(1 / sqrt(2)); its value is (1, 0).
    expect(mixed[0][0]).toBeCloseTo(1 / (1 + Math.exp(-1 / Math.SQRT2)), 5);
    // Head 1, token 1: scores (0, 4) / sqrt(2); the value of token 1 is (2, 0).
    expect(mixed[1][2]).toBeCloseTo(2 / (1 + Math.exp(-4 / Math.SQRT2)), 5);
    // Head 1, token 0 scores nothing: half of each.
    expect(mixed[0][2]).toBeCloseTo(1, 5);
  });

  it('drops attention weights by a mask [B, A, T, T]', () => {
    const asked: number[][] = [];
    const random = {
      keepMask: (shape: readonly number[]) => {
        asked.push([...shape]);
        return zeros([...shape]);
      },
      uniform: () => zeros([0]),
    };
    const bias = zeros([2, 1, 1, 3]) as Tensor4D;
    const flat = parameters(zeros([4, 4]), zeros([4, 4]));
    const mixed = selfAttention(flat, config, 'a', x_ND, bias, random);
    expect(asked).toEqual([[2, 2, 3, 3]]);
    expect([...new Set(mixed.dataSync())]).toEqual([0]);
  });
});
