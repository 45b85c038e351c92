import { describeBest } from './describe-best.js';

describe('describeBest', () => {
  it('is the value, or that there was none', () => {
    expect(describeBest('f1', 0.5)).toBe('best f1 0.5000');
    expect(describeBest('spearmanr', NaN)).toBe('spearmanr had no value in any evaluation, the first of which is kept,');
    expect(describeBest('spearmanr', undefined)).toContain('no value');
    // As a file has it.
    expect(describeBest('spearmanr', JSON.parse(JSON.stringify(NaN)) as null)).toContain('no value');
  });
});
