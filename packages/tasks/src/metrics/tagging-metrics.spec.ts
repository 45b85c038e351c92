import { taggingMetrics } from './tagging-metrics.js';

describe('taggingMetrics', () => {
  it('counts a span only where label and both ends are right', () => {
    const gold = [['B-LOC', 'I-LOC', 'O', 'B-PER'], ['B-LOC']];
    const found = [['B-LOC', 'O', 'O', 'B-PER'], ['B-PER']];
    // Three spans each, of which one is right.
    expect(taggingMetrics(gold, found)).toEqual({ accuracy: 3 / 5, precision: 1 / 3, recall: 1 / 3, FB1: expect.closeTo(1 / 3, 12) });
  });

  it('has accuracy alone for tags that are no spans', () => {
    expect(taggingMetrics([['O', 'O']], [['O', 'O']])).toEqual({ accuracy: 1 });
  });
});
