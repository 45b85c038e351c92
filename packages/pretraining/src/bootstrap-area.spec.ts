import { bootstrapArea } from './bootstrap-area.js';

/** `count` groups of one positive and one negative; the positive wins in all but every `losing`-th group. */
function pairs(count: number, losing: number) {
  const scores = new Float32Array(2 * count);
  const positive = new Uint8Array(2 * count);
  const groups = new Int32Array(2 * count);
  for (let group = 0; group < count; group++) {
    positive[2 * group] = 1;
    groups[2 * group] = groups[2 * group + 1] = group;
    scores[2 * group] = group % losing === 0 ? -1 : 1;
  }
  return { scores, positive, groups, groupCount: count };
}

const key = { seed: 3, step: 0 };

describe('bootstrapArea', () => {
  it('gives the plain area, inside its interval', () => {
    // 80 positives above and 20 below a hundred negatives that all score 0.
    const { area, low, high } = bootstrapArea(pairs(100, 5), { key });
    expect(area).toBe(0.8);
    expect(low).toBeLessThan(0.8);
    expect(high).toBeGreaterThan(0.8);
  });

  it('is as wide as theory says', () => {
    // The area is a mean of 400 draws of 0 or 1 at 0.8: its standard error is sqrt(0.8 * 0.2 / 400) = 0.02.
    const { low, high } = bootstrapArea(pairs(400, 5), { key, resamples: 500 });
    expect(high - low).toBeGreaterThan(2 * 1.96 * 0.02 * 0.8);
    expect(high - low).toBeLessThan(2 * 1.96 * 0.02 * 1.2);
  });

  it('repeats with its key and moves with another seed', () => {
    const items = pairs(50, 3);
    expect(bootstrapArea(items, { key })).toEqual(bootstrapArea(items, { key }));
    expect(bootstrapArea(items, { key })).not.toEqual(bootstrapArea(items, { key: { seed: 4, step: 0 } }));
  });

  it('is NaN without positives', () => {
    const { area, low } = bootstrapArea({ ...pairs(4, 2), positive: new Uint8Array(8) }, { key });
    expect(area).toBeNaN();
    expect(low).toBeNaN();
  });
});
