import { textDoubt } from './text-doubt.js';

const judged = (logit: number) => ({ logit, replaced: 1 / (1 + Math.exp(-logit)) });

describe('textDoubt', () => {
  it('sums up a text', () => {
    const { tokenCount, meanReplaced, maxReplaced, logOriginal, pseudoLogLikelihood } = textDoubt([judged(0), judged(Math.log(3)), judged(-Math.log(3))]);
    expect(tokenCount).toBe(3);
    expect(meanReplaced).toBeCloseTo(0.5, 10);
    expect(maxReplaced).toBeCloseTo(0.75, 10);
    // Originals at 1/2, 1/4 and 3/4.
    expect(logOriginal).toBeCloseTo(Math.log(3 / 32), 10);
    expect(pseudoLogLikelihood).toBeCloseTo(0, 10);
  });

  it('stays finite for logits of any size, and is the sum of its parts', () => {
    const [a, b] = [[-1e4, 0.3, 800], [1e4, -40]];
    const [one, other, both] = [a, b, [...a, ...b]].map((each) => textDoubt(each.map(judged)));
    expect(one.logOriginal).toBeCloseTo(-Math.log1p(Math.exp(0.3)) - 800, 10);
    expect(both.logOriginal).toBeCloseTo(one.logOriginal + other.logOriginal, 8);
    expect(both.pseudoLogLikelihood).toBeCloseTo(one.pseudoLogLikelihood + other.pseudoLogLikelihood, 8);
  });

  it('has nothing to say about nothing', () => {
    expect(textDoubt([])).toEqual({ tokenCount: 0, meanReplaced: null, maxReplaced: null, logOriginal: 0, pseudoLogLikelihood: 0 });
  });
});
