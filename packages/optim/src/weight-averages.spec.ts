import '@tensorflow/tfjs-backend-cpu';
import { memory, scalar, setBackend, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { averageWeights, createAverages } from './weight-averages.js';

beforeAll(() => setBackend('cpu'));

it('averages follow parameters, each step by its share, and leave no tensor behind', () => {
  const p = variable(tensor([1, -2]));
  const alone = memory().numTensors;
  const averages = createAverages({ p });
  const before = memory().numTensors;
  expect(before).toBe(alone + 1);
  const values = () => [...averages['p'].dataSync()];
  expect(values()).toEqual([1, -2]);
  tidy(() => p.assign(tensor([3, 0])));
  averageWeights(averages, { p }, 0.75);
  expect(values()).toEqual([1.5, -1.5]);
  tidy(() => averageWeights(averages, { p }, 0.75, scalar(false)));
  expect(values()).toEqual([1.5, -1.5]);
  tidy(() => averageWeights(averages, { p }, 0.5, scalar(true)));
  expect(values()).toEqual([2.25, -0.75]);
  expect(memory().numTensors).toBe(before);
  expect(() => averageWeights(averages, { p }, 1)).toThrow('received 1');
});
