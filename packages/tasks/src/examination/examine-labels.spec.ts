import type { Classification } from '../kinds/classification.js';
import { examineClassification, examineMultilabel, examineRegression } from './examine-labels.js';

describe('examineClassification', () => {
  const classified = (label: string, scores: Record<string, number>): Classification => ({ text: '', label, scores });

  it('calls a mistake the worse the less the right label got', () => {
    const examples = [{ text: 'x', label: 'a' }, { text: 'y', pair: 'z', label: 'b' }, { text: 'w', label: 'b' }];
    const answers = [classified('b', { a: 0.4, b: 0.6 }), classified('a', { a: 0.9, b: 0.1 }), classified('b', { a: 0.3, b: 0.7 })];
    const { mistakes, calibration } = examineClassification(examples, answers, ['a', 'b']);
    expect(mistakes).toEqual([
      { place: 1, input: { text: 'y', pair: 'z' }, right: 'b', answer: 'a', wrongness: 0.9 },
      { place: 0, input: { text: 'x' }, right: 'a', answer: 'b', wrongness: 0.6 },
    ]);
    expect(calibration?.bins.map(({ confidence, accuracy }) => [confidence, accuracy])).toEqual([[0.6, 0], [0.7, 1], [0.9, 0]]);
  });

  it('counts a label that the model does not know as quite wrong', () => {
    const { mistakes, confusion } = examineClassification([{ text: 'x', label: 'new' }], [classified('a', { a: 1 })], ['a']);
    expect(mistakes[0].wrongness).toBe(1);
    expect(confusion).toEqual({ labels: ['a', 'new'], counts: [[0, 0], [1, 0]] });
  });

  it('finds nothing wrong with right answers', () => {
    expect(examineClassification([{ text: 'x', label: 'a' }], [classified('a', { a: 0.6 })], ['a']).mistakes).toEqual([]);
  });
});

describe('examineMultilabel', () => {
  it('sums over labels how far probabilities are from the truth, those within the threshold too', () => {
    const examples = [{ text: 'x', labels: ['a'] }, { text: 'y', labels: ['a', 'b'] }];
    const answers = [
      { text: 'x', labels: ['a', 'b'], scores: { a: 0.75, b: 0.5 } },
      { text: 'y', labels: ['b', 'a'], scores: { a: 0.6, b: 0.9 } },
    ];
    const { mistakes, perLabel } = examineMultilabel(examples, answers, ['a', 'b']);
    expect(mistakes).toEqual([{ place: 0, input: { text: 'x' }, right: 'a', answer: 'a, b', wrongness: 0.25 + 0.5 }]);
    expect(perLabel?.map(({ label, gold, predicted }) => [label, gold, predicted])).toEqual([['a', 2, 2], ['b', 1, 2]]);
  });

  it('counts a right label that the model does not know as missed', () => {
    const { mistakes, perLabel } = examineMultilabel([{ text: 'x', labels: ['a', 'new'] }], [{ text: 'x', labels: ['a'], scores: { a: 1 } }], ['a']);
    expect(mistakes).toEqual([{ place: 0, input: { text: 'x' }, right: 'a, new', answer: 'a', wrongness: 1 }]);
    expect(perLabel).toMatchObject([{ label: 'a', recall: 1 }, { label: 'new', recall: 0, gold: 1, predicted: 0 }]);
  });
});

describe('examineRegression', () => {
  it('lists every answer by its distance, and rounds only what is shown', () => {
    const { mistakes, ...rest } = examineRegression([{ text: 'x', value: 2 }, { text: 'y', value: 0 }], [{ text: 'x', score: 2 }, { text: 'y', score: -0.12345 }], []);
    expect(mistakes.map(({ place, right, answer, wrongness }) => [place, right, answer, wrongness])).toEqual([[1, '0', '-0.123', 0.12345], [0, '2', '2.000', 0]]);
    expect(rest).toEqual({});
  });
});
