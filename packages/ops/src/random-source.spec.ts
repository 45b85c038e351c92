import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { CounterRandom } from './counter-random.js';
import type { RandomSource } from './random-source.js';

describe('RandomSource', () => {
  it('gives each call numbers of its own', async () => {
    await setBackend('cpu');
    const source: RandomSource = new CounterRandom({ seed: 1, step: 1 });
    expect(source.uniform([2, 3]).dataSync()).not.toEqual(source.uniform([2, 3]).dataSync());
  });
});
