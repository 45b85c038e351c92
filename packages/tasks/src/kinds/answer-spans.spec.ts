import fc from 'fast-check';
import { answerSpans } from './answer-spans.js';

describe('answerSpans', () => {
  const anywhere = () => true;

  it('combines the likeliest beginnings and ends that make an answer', () => {
    // The best end stands before the best beginning, and the next one too far behind it.
    const spans = answerSpans([0, 0, 9, 0, 0, 0], [8, 0, 1, 2, 0, 7], { mayBegin: anywhere, mayEnd: anywhere, longest: 3, best: 20 });
    expect(spans[0]).toEqual({ first: 2, last: 3, logit: 11 });
  });

  it('gives the earlier one of equals first', () => {
    // Token 1 is the likelier beginning, and 2 the likelier end.
    const spans = answerSpans([1, 2, 0, 0], [0, 1, 2, 1], { mayBegin: anywhere, mayEnd: (token) => token > 0, longest: 4, best: 6 });
    const shown = spans.map(({ first, last, logit }) => [logit, first, last]);
    expect(shown).toEqual([[4, 1, 2], [3, 0, 2], [3, 1, 1], [3, 1, 3], [2, 0, 1], [2, 0, 3]]);
  });

  it('finds the same as trying all spans', () => {
    const logits = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(logits, logits, fc.integer({ min: 1, max: 8 }), (starts, ends, longest) => {
        const limits = { mayBegin: (token: number) => token > 1, mayEnd: (token: number) => token > 1 && token < 7, longest, best: 20 };
        const [best] = answerSpans(starts, ends, limits);
        let most = -Infinity;
        for (let first = 2; first < 7; first++) {
          for (let last = first; last < Math.min(7, first + longest); last++) most = Math.max(most, starts[first] + ends[last]);
        }
        expect(best.logit).toBe(most);
      }),
    );
  });
});
