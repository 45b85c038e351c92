import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { addGradients, createGradientSums, takeGradients } from './gradient-sums.js';

it('gradient sums add up, and are zeros when they were taken', async () => {
  await setBackend('cpu');
  const sums = createGradientSums({ a: { shape: [2] }, b: { shape: [1, 1] } });
  for (const factor of [1, 10]) addGradients(sums, { a: tensor([factor, 2 * factor]), b: tensor([[3 * factor]]) });
  const values = (each: Readonly<Record<string, { dataSync(): ArrayLike<number> }>>) => Object.values(each).map((one) => Array.from(one.dataSync()));
  expect(takeGradients(sums, values)).toEqual([[11, 22], [33]]);
  expect(values(sums)).toEqual([[0, 0], [0]]);
});
