import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, variable } from '@tensorflow/tfjs-core';
import { createMoments, disposeMoments } from './moments.js';

it('moments are zeros in the shape of the parameters, not trainable, and can be freed', async () => {
  await setBackend('cpu');
  const weight = variable(ones([2, 3]));
  const before = memory().numTensors;
  const moments = createMoments({ weight });
  expect(memory().numTensors).toBe(before + 2);
  for (const moment of [moments.first['weight'], moments.second['weight']]) {
    expect(moment.shape).toEqual([2, 3]);
    expect(moment.trainable).toBe(false);
    expect([...moment.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  }
  disposeMoments(moments);
  expect(memory().numTensors).toBe(before);
});
