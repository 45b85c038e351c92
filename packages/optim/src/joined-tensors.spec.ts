import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { joined, namesTogether, parted } from './joined-tensors.js';

beforeAll(() => setBackend('cpu'));

const shaped = (...shape: number[]) => ({ shape, size: shape.reduce((product, each) => product * each, 1) });

describe('namesTogether', () => {
  it('keeps small tensors of a kind and a width together', () => {
    const tensors = { a: shaped(3), large: shaped(2 ** 15 + 1), matrix: shaped(2, 3), b: shaped(2 ** 15), other: shaped(1), narrow: shaped(3, 2), tall: shaped(5, 3), scalar: shaped() };
    const groups = namesTogether(tensors, (name) => (name === 'other' ? 'other' : ''));
    expect(groups).toEqual([['a', 'b'], ['large'], ['matrix', 'tall'], ['other'], ['narrow'], ['scalar']]);
    expect(namesTogether({})).toEqual([]);
  });

  it('keeps networks apart', () => {
    const names = ['discriminator.dense.bias', 'generator.dense.bias', 'discriminator.LayerNorm.bias', 'generator.LayerNorm.bias'];
    const groups = namesTogether(Object.fromEntries(names.map((name) => [name, shaped(3)])));
    expect(groups).toEqual([[names[0], names[2]], [names[1], names[3]]]);
  });
});

describe('joined and parted', () => {
  it('are the reverse of each other', () => {
    const rows = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom<number[]>([], [1], [3], [2, 2]), (heights, width) =>
        tidy(() => {
          let next = 0;
          const tensors = heights.map((height) => {
            const shape = [height, ...width];
            return tensor(Float32Array.from({ length: shaped(...shape).size }, () => next++), shape);
          });
          const names = tensors.map((_, i) => `t${i}`);
          const all = joined(names, Object.fromEntries(tensors.map((each, i) => [names[i], each])));
          expect([...all.dataSync()]).toEqual(Array.from({ length: next }, (_, i) => i));
          parted(all, tensors).forEach((part, i) => {
            expect(part.shape).toEqual(tensors[i].shape);
            expect([...part.dataSync()]).toEqual([...tensors[i].dataSync()]);
          });
        }),
      ),
      { numRuns: 50 },
    );
  });
});
