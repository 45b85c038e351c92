import { doubtfulLabels, type LabelCount, labelCounts, labelsInWords } from './label-counts.js';

const counts = (all: Readonly<Record<string, number>>): LabelCount[] => Object.entries(all).map(([label, count]) => ({ label, count }));

describe('labelCounts', () => {
  it('counts examples, and words of tagging, in the order of the labels', () => {
    const examples = ['spam', 'ham', 'spam'].map((label) => ({ text: 'a', label }));
    expect(labelCounts('classification', examples, ['ham', 'never', 'spam'])).toEqual(counts({ ham: 1, never: 0, spam: 2 }));
    expect(labelCounts('multilabel', [{ labels: ['a', 'b'] }, { labels: ['b'] }, {}], ['a', 'b'])).toEqual(counts({ a: 1, b: 2 }));
    // A tag that is none of the task's is told elsewhere.
    expect(labelCounts('tagging', [{ tags: ['O', 'X', 'O'] }], ['O'])).toEqual(counts({ O: 2 }));
    expect(labelCounts('regression', [{ value: 1 }], ['score'])).toEqual([]);
  });
});

describe('labelsInWords', () => {
  it('names a dozen', () => {
    expect(labelsInWords(counts({ ham: 3, 'ham ': 1 }))).toBe('ham (3), "ham " (1)');
    expect(labelsInWords(counts(Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`l${i}`, 1]))))).toMatch(/^l0 \(1\), .*, l11 \(1\), 3 more$/);
  });
});

describe('doubtfulLabels', () => {
  it('finds labels that differ only in case or outer white space', () => {
    expect(doubtfulLabels(counts({ Ham: 1, ham: 20, ' ham': 2, spam: 20 }))).toEqual([
      expect.stringMatching(/^The labels Ham \(1\) and ham \(20\) and " ham" \(2\) differ only in case or outer white space .*task file names all labels/),
    ]);
  });

  it('finds labels that are seen once where most are seen often', () => {
    expect(doubtfulLabels(counts({ ham: 20, spam: 20, spma: 1 }))).toEqual([expect.stringMatching(/^Training shows a label once .*: spma \(1\)\./)]);
    expect(doubtfulLabels(counts({ ham: 9, spam: 2, spma: 1 }))).toEqual([]);
    expect(doubtfulLabels(counts({ a: 1, b: 1, c: 20 }))).toEqual([]);
    expect(doubtfulLabels(counts({ ham: 20, spam: 2 }))).toEqual([]);
  });
});
