import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { attentionBias } from './attention-bias.js';

beforeAll(() => setBackend('cpu'));

describe('attentionBias', () => {
  const mask = () => tensor2d([[1, 1, 0]]);
  const no = -10000;

  it('keeps padding from being read, by all queries alike', () => {
    const bias = attentionBias(mask());
    expect(bias.shape).toEqual([1, 1, 1, 3]);
    expect(bias.dataSync().map((each) => each + 0)).toEqual(Float32Array.of(0, 0, no));
  });

  it('lets a token read itself and what is before or after it', () => {
    expect(attentionBias(mask(), 'left-to-right').arraySync()[0][0].map((row) => row.map((each) => each < 0))).toEqual([
      [false, true, true],
      [false, false, true],
      [false, false, true],
    ]);
    expect(attentionBias(mask(), 'right-to-left').arraySync()[0][0].map((row) => row.map((each) => each < 0))).toEqual([
      [false, false, true],
      [true, false, true],
      [true, true, true],
    ]);
  });
});
