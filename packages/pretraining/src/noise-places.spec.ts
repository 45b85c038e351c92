import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { noisePlaces } from './noise-places.js';

describe('noisePlaces', () => {
  it('is 1 at the positions of used slots, whatever was drawn there', async () => {
    await setBackend('cpu');
    const feeds = {
      ids: tensor2d([[2, 4, 11], [2, 14, 4]], [2, 3], 'int32'),
      positions: tensor1d([1, 5, 3], 'int32'),
      labels: tensor1d([10, 15, 0], 'int32'),
      weights: tensor1d([1, 1, 0]),
    };
    const noise_N = noisePlaces(feeds);
    expect([noise_N.dtype, ...noise_N.dataSync()]).toEqual(['float32', 0, 1, 0, 0, 0, 1]);
  });
});
