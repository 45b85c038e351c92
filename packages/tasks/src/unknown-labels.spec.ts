import { assertKnownLabels, unknownTags } from './unknown-labels.js';

const part = (kind: 'classification' | 'multilabel' | 'tagging' | 'regression', ...examples: object[]) => ({ split: 'dev' as const, kind, examples });

describe('assertKnownLabels', () => {
  it('names the example and its text', () => {
    const examples = part('classification', { text: 'good', label: 'yes' }, { text: `so so ${'x'.repeat(80)}`, label: 'maybe' });
    expect(() => assertKnownLabels('mine', examples, ['no', 'yes'])).toThrow(
      /Example 2 of the dev data of mine has a label that the task does not know: expected no, yes, received maybe, of "so so x{52}…\./,
    );
    expect(() => assertKnownLabels('mine', part('multilabel', { text: 'a', labels: ['new', 'odd'] }), ['new'])).toThrow(/Example 1 .* received odd, of "a"/);
  });

  it('passes what is known, what has no label, and other kinds', () => {
    assertKnownLabels('mine', part('classification', { text: 'a', label: 'yes' }, { text: 'b' }), ['yes']);
    assertKnownLabels('mine', part('multilabel', { text: 'a', labels: ['yes'] }, { text: 'b' }, { text: 'c', labels: [] }), ['yes']);
    assertKnownLabels('mine', part('regression', { text: 'a', value: 3 }), ['score']);
    assertKnownLabels('mine', part('tagging', { text: 'a', words: [], tags: ['B-NEW'] }), ['O']);
  });
});

describe('unknownTags', () => {
  it('counts the words of each', () => {
    const examples = part('tagging', { text: 'a b', words: [], tags: ['O', 'B-LOC'] }, { text: 'c d', words: [], tags: ['B-LOC', 'X'] }, { text: 'e', words: [] });
    expect(unknownTags(examples, ['O', 'B-PER'])).toMatch(/^The dev data has tags .* B-LOC \(2\), X \(1\)\. It never answers them/);
    expect(unknownTags({ ...examples, split: 'train' }, ['O', 'B-PER'])).toMatch(/^The train data has tags .* It does not learn them\.$/);
  });

  it('says nothing where all are known, and of other kinds', () => {
    expect(unknownTags(part('tagging', { text: 'a', words: [], tags: ['O'] }), ['O'])).toBeUndefined();
    expect(unknownTags(part('classification', { text: 'a', label: 'new' }), ['O'])).toBeUndefined();
  });
});
