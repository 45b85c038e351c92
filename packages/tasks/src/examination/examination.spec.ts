import fc from 'fast-check';
import { confusionOf, labelResult, labelsOfConfusion, type Mistake, worstFirst } from './examination.js';

describe('labelResult', () => {
  it('is precision, recall and F1 out of counts', () => {
    expect(labelResult('a', { both: 3, gold: 4, predicted: 6 })).toEqual({ label: 'a', precision: 1 / 2, recall: 3 / 4, f1: 3 / 5, gold: 4, predicted: 6 });
  });

  it('has F1 as the harmonic mean of the other two', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat(50), fc.nat(50)).map(([both, missed, extra]) => ({ both, gold: both + missed, predicted: both + extra }));
    fc.assert(
      fc.property(counts, (each) => {
        const { precision, recall, f1 } = labelResult('a', each);
        expect(f1).toBeCloseTo(2 / (1 / precision + 1 / recall), 12);
      }),
    );
  });

  it('is 0, not NaN, for a label that is nowhere', () => {
    expect(labelResult('a', { both: 0, gold: 0, predicted: 0 })).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });
});

describe('confusionOf', () => {
  it('has right labels in rows and answers in columns, and new labels behind those that are known', () => {
    expect(confusionOf([['b', 'a'], ['b', 'a'], ['c', 'b'], ['a', 'a']], ['a', 'b'])).toEqual({
      labels: ['a', 'b', 'c'],
      counts: [[1, 0, 0], [2, 0, 0], [0, 1, 0]],
    });
  });

  it('keeps a known label that never occurs', () => {
    expect(confusionOf([], ['a', 'b'])).toEqual({ labels: ['a', 'b'], counts: [[0, 0], [0, 0]] });
  });
});

describe('labelsOfConfusion', () => {
  it('counts each label as a look at the pairs does', () => {
    const label = fc.constantFrom('a', 'b', 'c', 'constructor');
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label)), (pairs) => {
        const results = labelsOfConfusion(confusionOf(pairs, ['a', 'b']));
        for (const { label: name, gold, predicted, precision } of results) {
          expect(gold).toBe(pairs.filter(([right]) => right === name).length);
          expect(predicted).toBe(pairs.filter(([, answer]) => answer === name).length);
          expect(precision * predicted).toBeCloseTo(pairs.filter((pair) => pair.every((each) => each === name)).length, 10);
        }
        expect(results.reduce((sum, { gold }) => sum + gold, 0)).toBe(pairs.length);
      }),
    );
  });
});

describe('worstFirst', () => {
  it('puts the worse first, and of equals the earlier, without touching what it is given', () => {
    const mistakes = [[0, 0.5], [1, 0.9], [2, 0.5], [3, 0]].map(([place, wrongness]): Mistake => ({ place, wrongness, input: {}, right: '', answer: '' }));
    const given = [...mistakes].reverse();
    expect(worstFirst(given).map(({ place }) => place)).toEqual([1, 0, 2, 3]);
    expect(given.map(({ place }) => place)).toEqual([3, 2, 1, 0]);
  });
});
