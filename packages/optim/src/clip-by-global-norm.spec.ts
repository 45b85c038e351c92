import '@tensorflow/tfjs-backend-cpu';
import { dispose, memory, scalar, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { clipByGlobalNorm, clipScale, globalNorm } from './clip-by-global-norm.js';

beforeAll(() => setBackend('cpu'));

describe('clipByGlobalNorm', () => {
  it('takes all gradients as one vector: (3, 4, 12) has norm 13', () =>
    tidy(() => {
      const { gradients, norm } = clipByGlobalNorm({ a: tensor([[3], [4]]), b: scalar(12) }, 6.5);
      expect(norm.dataSync()[0]).toBe(13);
      expect([...gradients['a'].dataSync(), ...gradients['b'].dataSync()]).toEqual([1.5, 2, 6]);
      expect(gradients['a'].shape).toEqual([2, 1]);
    }));

  it('leaves shorter gradients as they are, also zeros', () =>
    tidy(() => {
      const short = clipByGlobalNorm({ a: tensor([0.3, 0.4]) }, 1);
      expect([...short.gradients['a'].dataSync()]).toEqual([...Float32Array.of(0.3, 0.4)]);
      expect(short.norm.dataSync()[0]).toBeCloseTo(0.5, 6);
      expect([...clipByGlobalNorm({ a: tensor([0, 0]) }, 1).gradients['a'].dataSync()]).toEqual([0, 0]);
    }));

  it('never leaves more than maxNorm, and keeps the direction', () => {
    const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 20 }), (a, b, maxNorm) =>
        tidy(() => {
          const { gradients, norm } = clipByGlobalNorm({ a: tensor(a), b: tensor(b) }, maxNorm);
          const clipped = [...gradients['a'].dataSync(), ...gradients['b'].dataSync()];
          const before = Math.hypot(...a, ...b);
          expect(norm.dataSync()[0]).toBeCloseTo(before, 3);
          expect(Math.hypot(...clipped)).toBeLessThanOrEqual(maxNorm * (1 + 1e-6));
          const factor = Math.min(1, maxNorm / before);
          [...a, ...b].forEach((value, i) => expect(clipped[i]).toBeCloseTo(value * factor, 4));
        }),
      ),
    );
  });

  it('leaves only its results behind', () => {
    const given = { a: tensor([3, 4]), b: tensor([5]), c: tensor([[6, 7]]) };
    const before = memory().numTensors;
    const { gradients, norm } = clipByGlobalNorm(given, 1);
    expect(memory().numTensors).toBe(before + 4);
    dispose([gradients, norm, given]);
  });
});

describe('globalNorm and clipScale', () => {
  it('refuse what has no meaning', () => {
    expect(() => globalNorm({})).toThrow('at least one gradient');
    expect(() => tidy(() => clipScale(scalar(1), 0))).toThrow('received 0');
  });

  it('show gradients that are not finite in the norm', () =>
    tidy(() => {
      expect(globalNorm({ a: tensor([1, NaN]) }).dataSync()[0]).toBeNaN();
      expect(globalNorm({ a: tensor([1, Infinity]) }).dataSync()[0]).toBe(Infinity);
    }));
});
