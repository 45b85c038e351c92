import { countDetections, detectionShares } from './detection-counts.js';

describe('countDetections', () => {
  it('counts what is replaced, called and found', () => {
    const counts = countDetections([2, -1, 0.5, -3, 1], [1, 1, 0, 0, 1]);
    expect(counts).toEqual({ tokens: 5, replaced: 3, called: 3, found: 2 });
  });

  it('does not call a token replaced at a logit of exactly 0', () => {
    expect(countDetections([0], [1]).called).toBe(0);
  });

  it('refuses labels of another length', () => {
    expect(() => countDetections([1, 2], [1])).toThrow(/2 and 1/);
  });
});

describe('detectionShares', () => {
  it('derives the shares of a hand-made example', () => {
    // Five tokens, one missed and one false alarm.
    const shares = detectionShares({ tokens: 5, replaced: 3, called: 3, found: 2 });
    expect(shares).toEqual({ accuracy: 3 / 5, alwaysOriginal: 2 / 5, precision: 2 / 3, recall: 2 / 3 });
  });

  it('has no division by zero', () => {
    expect(detectionShares({ tokens: 4, replaced: 0, called: 0, found: 0 })).toEqual({
      accuracy: 1,
      alwaysOriginal: 1,
      precision: 0,
      recall: 0,
    });
    expect(detectionShares({ tokens: 0, replaced: 0, called: 0, found: 0 }).accuracy).toBe(0);
  });
});
