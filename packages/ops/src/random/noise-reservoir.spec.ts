import fc from 'fast-check';
import { NoisePool } from './noise-pool.js';
import { NoiseReservoir, STEPS_OF_A_FILLING } from './noise-reservoir.js';
import { Philox } from './philox.js';
import { correlation } from './statistics.fixture.js';

const ranks = new NoisePool(new Philox(1, 0, 0, 0), (rank) => rank);
const reservoir = () => new NoiseReservoir(ranks);

describe('NoiseReservoir', () => {
  it('gives the same window whatever was asked for before', () => {
    const used = reservoir();
    const request = fc.record({ size: fc.integer({ min: 0, max: 2 ** 18 }), step: fc.integer({ min: 0, max: 3 * STEPS_OF_A_FILLING }), site: fc.nat(200) });
    fc.assert(
      fc.property(request, ({ size, step, site }) => {
        const key = { seed: 1, step, site };
        const window = used.window(size, key);
        expect(window).toHaveLength(size);
        // Compared by a sample: a whole window of each run would take minutes.
        const fresh = reservoir().window(size, key);
        const places = [0, 1, size >> 1, size - 1].filter((place) => place >= 0 && place < size);
        expect(places.map((place) => window[place])).toEqual(places.map((place) => fresh[place]));
      }),
      { numRuns: 20 },
    );
  });

  it('copies nothing: windows of one filling are views of one array', () => {
    const one = reservoir();
    const [a, b] = [one.window(100, { seed: 1, step: 1, site: 0 }), one.window(100, { seed: 1, step: 2, site: 5 })];
    expect(a.buffer).toBe(b.buffer);
    expect(a.byteOffset % 64).toBe(0);
    expect(a.byteOffset).not.toBe(b.byteOffset);
  });

  it('leaves windows readable where the array grows for a larger one of the same step', () => {
    const one = reservoir();
    const small = one.window(10, { seed: 1, step: 1, site: 0 });
    const before = small.slice();
    const large = one.window(2 ** 17, { seed: 1, step: 1, site: 1 });
    expect(large.buffer).not.toBe(small.buffer);
    expect(small).toEqual(before);
  });

  it('is filled anew after its steps, with other numbers', () => {
    const one = reservoir();
    const first = one.window(2 ** 15, { seed: 1, step: 0, site: 0 }).slice();
    const later = one.window(2 ** 15, { seed: 1, step: STEPS_OF_A_FILLING, site: 0 });
    expect(Math.abs(correlation(first, later))).toBeLessThan(0.02);
    expect(one.window(2 ** 15, { seed: 1, step: 0, site: 0 })).toEqual(first);
  });

  it('has no correlation at the same element between the sites and steps of a filling', () => {
    const one = reservoir();
    const key = (step: number, site: number) => ({ seed: 1, step, site });
    const first = one.window(2 ** 16, key(0, 0));
    for (const other of [key(0, 1), key(1, 0), key(1, 1), key(STEPS_OF_A_FILLING - 1, 0)]) {
      expect(Math.abs(correlation(first, one.window(2 ** 16, other)))).toBeLessThan(0.02);
    }
  });
});
