import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { CounterRandom } from './counter-random.js';
import { fillKeepMask, fillUniform } from './random/index.js';

beforeAll(() => setBackend('cpu'));

describe('CounterRandom', () => {
  it('counts the sites of a step from 0, whatever is drawn', () => {
    const random = new CounterRandom({ seed: 5, step: 9 });
    const mask = random.keepMask([2, 3, 4], 0.5);
    const noise = random.uniform([3, 7]);

    const expectedMask = new Float32Array(24);
    fillKeepMask(expectedMask, { seed: 5, step: 9, site: 0 }, 0.5);
    const expectedNoise = new Float32Array(21);
    fillUniform(expectedNoise, { seed: 5, step: 9, site: 1 });
    expect([mask.shape, noise.shape]).toEqual([
      [2, 3, 4],
      [3, 7],
    ]);
    expect(mask.dataSync()).toEqual(expectedMask);
    expect(noise.dataSync()).toEqual(expectedNoise);
  });
});
