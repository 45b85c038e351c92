import fc from 'fast-check';
import { answerF1, bestThreshold, normalizeAnswer, squadMetrics, tunedThreshold } from './squad-metrics.js';

describe('normalizeAnswer', () => {
  it('takes away case, punctuation, articles and space', () => expect(normalizeAnswer(' The  U.S.  an Army!')).toBe('us army'));
  it('changes nothing the second time where it left no article', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = normalizeAnswer(text);
        fc.pre(!/\b(a|an|the)\b/.test(once));
        expect(normalizeAnswer(once)).toBe(once);
      }),
    );
  });
});

describe('answerF1', () => {
  it('counts words as often as they stand', () => expect(answerF1('big big cat', 'big dog')).toBeCloseTo(0.4, 12));
});

const question = fc.record({
  gold: fc.constantFrom([], ['cat'], ['dog'], ['the']),
  span: fc.constantFrom('cat', 'dog'),
  nullDifference: fc.integer({ min: -9, max: 9 }),
});
const someQuestions = fc.uniqueArray(question, { minLength: 1, maxLength: 12, selector: ({ nullDifference }) => nullDifference });

describe('bestThreshold', () => {
  it('is as good as the best of all thresholds', () => {
    fc.assert(
      fc.property(someQuestions, (questions) => {
        const { score, threshold } = bestThreshold(questions);
        const at = (each: number) => squadMetrics(questions, each)['f1'];
        expect(score).toBeCloseTo(Math.max(...[-10, ...questions.map(({ nullDifference }) => nullDifference)].map(at)), 8);
        // Where answering nothing is best, the script says 0, which may answer some; it stays as it is.
        if (threshold !== 0) expect(at(threshold)).toBeCloseTo(score, 8);
      }),
    );
  });
});

describe('bestThreshold of a tie', () => {
  // As `find_best_thresh` of evaluate-v2.0.py: the third question only makes up for the second.
  it('is the first', () => {
    const questions = [
      { gold: ['b'], span: 'b', nullDifference: 1 },
      { gold: [], span: 'x', nullDifference: 2 },
      { gold: ['c'], span: 'c', nullDifference: 3 },
    ];
    expect(bestThreshold(questions)).toEqual({ score: 200 / 3, threshold: 1 });
    expect(bestThreshold(questions.slice(1))).toEqual({ score: 50, threshold: 0 });
  });
});

describe('tunedThreshold', () => {
  it('reaches with the model\'s own answers what any threshold could', () => {
    fc.assert(
      fc.property(someQuestions, (questions) => {
        const { f1, best_f1 } = squadMetrics(questions, tunedThreshold(questions));
        expect(f1).toBeCloseTo(best_f1 as number, 8);
      }),
    );
  });

  it('answers nothing where that is best, however far below 0 the differences are', () => {
    const questions = [
      { gold: [], span: 'cat', nullDifference: -3 },
      { gold: [], span: 'dog', nullDifference: -2 },
      { gold: ['a b'], span: 'zz', nullDifference: -1 },
    ];
    expect(squadMetrics(questions, tunedThreshold(questions))).toMatchObject({ exact: 200 / 3, best_exact: 200 / 3, NoAns_exact: 100 });
  });
});

describe('squadMetrics', () => {
  it('scores what is answered where every question has an answer and the model says that one has none', () => {
    const questions = [{ gold: ['cat'], span: 'cat', nullDifference: 2 }];
    expect(squadMetrics(questions, 0)).toMatchObject({ exact: 0, f1: 0, HasAns_exact: 0, best_exact: 100 });
    expect(squadMetrics(questions, Infinity)).toEqual({ exact_match: 100, f1: 100 });
  });

  // As `squad_evaluate` of transformers 4.57.6 has it: HasAns_total 2, no NoAns.
  it('counts a question as answerable by its answers, whatever normalization leaves of them', () => {
    const questions = [
      { gold: ['cat'], span: 'cat', nullDifference: -1 },
      { gold: ['the'], span: 'the', nullDifference: -1 },
    ];
    expect(squadMetrics(questions, 0)).toMatchObject({ exact: 100, HasAns_exact: 100 });
    expect(squadMetrics(questions, 0)).not.toHaveProperty('NoAns_exact');
    // evaluate-v1.1.py counts words that both have, and "the" leaves none.
    expect(squadMetrics(questions, Infinity)).toEqual({ exact_match: 100, f1: 50 });
  });
});
