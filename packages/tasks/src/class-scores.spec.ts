import { largest, softmax } from './class-scores.js';

describe('softmax', () => {
  it('gives the odds of the exponentials', () => {
    expect(softmax([0, Math.log(3)])).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)]);
  });

  it('survives large logits', () => {
    expect(softmax([1000, 0, -1000])).toEqual([1, 0, 0]);
  });
});

describe('largest', () => {
  it('is the first of the largest', () => {
    expect(largest([1, 3, 3, 2])).toBe(1);
    expect(largest([5])).toBe(0);
  });
});
