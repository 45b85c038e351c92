import fc from 'fast-check';
import { bootstrapScores, pairedDifference } from './paired-bootstrap.js';

/** Scores of systems that are right (1) or wrong (0) on each example. */
const share = (systems: readonly (readonly number[])[]) => (sample: readonly number[]) =>
  systems.map((right) => sample.reduce((sum, place) => sum + right[place], 0) / sample.length);

const compare = async (systems: readonly (readonly number[])[], seed = 0) =>
  pairedDifference(await bootstrapScores({ count: systems[0].length, scoreOf: share(systems), seed }), 0, 1);

/** `count` values, of which one in `every` is wrong, beginning with `first`. */
const wrongAt = (count: number, every: number, first = 0) => Array.from({ length: count }, (_, i) => Number(i % every !== first));

describe('pairedDifference', () => {
  it('has the interval of a share, where only one system errs', async () => {
    // The difference is the share of the other's errors: 0.2, with standard error sqrt(0.2 x 0.8 / 400) = 0.02.
    const { difference, low, high, p } = await compare([wrongAt(400, 1, -1), wrongAt(400, 5)]);
    expect(difference).toBeCloseTo(0.2, 10);
    expect(low).toBeCloseTo(0.2 - 1.96 * 0.02, 1);
    expect(Math.abs(high - (0.2 + 1.96 * 0.02))).toBeLessThan(0.01);
    expect(Math.abs(low - (0.2 - 1.96 * 0.02))).toBeLessThan(0.01);
    expect(p).toBeCloseTo(2 / 1001, 10);
  });

  it('finds nothing between systems that err as often', async () => {
    const { difference, low, high, p } = await compare([wrongAt(400, 10), wrongAt(400, 10, 3)]);
    expect(difference).toBe(0);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(p).toBeGreaterThan(0.5);
    expect(await compare([wrongAt(40, 4), wrongAt(40, 4)])).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  });

  it('is the same the other way round, with another sign, and repeats with its seed', async () => {
    const systems = fc.tuple(...[0, 1].map(() => fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 30, maxLength: 30 })));
    await fc.assert(
      fc.asyncProperty(systems, fc.nat(), async (both, seed) => {
        const scores = await bootstrapScores({ count: 30, scoreOf: share(both), resamples: 100, seed });
        const [there, back] = [pairedDifference(scores, 0, 1), pairedDifference(scores, 1, 0)];
        expect(back.difference).toBeCloseTo(-there.difference, 10);
        expect(back.p).toBe(there.p);
        expect(there.low).toBeLessThanOrEqual(there.high);
        expect(await bootstrapScores({ count: 30, scoreOf: share(both), resamples: 100, seed })).toEqual(scores);
      }),
      { numRuns: 20 },
    );
  });

  it('ends between two samples', async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error('enough')));
    const forever = bootstrapScores({ count: 30, scoreOf: share([wrongAt(30, 2)]), resamples: Infinity, signal: controller.signal });
    await expect(forever).rejects.toThrow('enough');
  });

  it('leaves out samples on which a score does not exist', () => {
    const scores = { observed: [0.5, 0.4], resampled: [[NaN, 0.4], [0.6, 0.4], [0.5, 0.4]] };
    expect(pairedDifference(scores, 0, 1).low).toBeCloseTo(0.1, 10);
    expect(pairedDifference({ ...scores, resampled: [] }, 0, 1)).toMatchObject({ low: NaN, high: NaN, p: 1 });
  });
});
