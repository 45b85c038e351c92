import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { groupClipScales } from './group-clip-scales.js';

beforeAll(() => setBackend('cpu'));

describe('groupClipScales', () => {
  const groupOf = (name: string) => name.split('.')[0];

  it('brings each group to the norm by itself: (3, 4) has norm 5, (0.3) is short already', () =>
    tidy(() => {
      const gradients = { 'a.x': tensor([3]), 'a.y': tensor([[4]]), 'b.x': tensor([0.3]), 'c.x': tensor([8]) };
      const scales = groupClipScales(gradients, groupOf, 2);
      const values = Object.entries(scales).map(([name, scale]) => [name, scale.dataSync()[0]]);
      expect(values).toEqual([['a.x', expect.closeTo(0.4)], ['a.y', expect.closeTo(0.4)], ['b.x', 1], ['c.x', 0.25]]);
      expect(scales['a.x']).toBe(scales['a.y']);
    }));

  it('asks for a norm above 0', () =>
    tidy(() => {
      expect(() => groupClipScales({ a: tensor([1]) }, groupOf, 0)).toThrow('expected a maxNorm above 0, received 0');
    }));
});
