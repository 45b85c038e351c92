import type { AnsweredSplit } from '../answer-split.js';
import { wordsExample } from '../kinds/tagging.js';
import type { TaskKindName } from '../task-file.js';
import { examineAnswers } from './examine-answers.js';

const examine = (kind: TaskKindName, examples: object[], answers: object[], labels: string[] = []) =>
  examineAnswers({ examples, answers, context: { labels } } as unknown as AnsweredSplit, kind);

describe('examineAnswers', () => {
  it('classification: what is taken for what, and the surest mistakes first', () => {
    const gold = ['a', 'a', 'b', 'b', 'c'];
    const [given, probabilities] = [['a', 'b', 'b', 'a', 'a'], [0.9, 0.6, 0.8, 0.95, 0.7]];
    const examples = gold.map((label, i) => ({ text: `text ${i}`, label }));
    const answers = given.map((label, i) => ({ text: '', label, scores: { a: 0.02, b: 0.02, c: 0.3, [label]: probabilities[i] } }));
    const { confusion, perLabel, calibration, mistakes } = examine('classification', examples, answers, ['a', 'b', 'c']);
    expect(confusion).toEqual({ labels: ['a', 'b', 'c'], counts: [[1, 1, 0], [1, 1, 0], [1, 0, 0]] });
    expect(perLabel).toEqual([
      { label: 'a', precision: 1 / 3, recall: 1 / 2, f1: 2 / 5, gold: 2, predicted: 3 },
      { label: 'b', precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, gold: 2, predicted: 2 },
      { label: 'c', precision: 0, recall: 0, f1: 0, gold: 1, predicted: 0 },
    ]);
    expect(calibration?.bins.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
    expect(mistakes.map(({ place, right, answer }) => [place, right, answer])).toEqual([[1, 'a', 'b'], [3, 'b', 'a'], [4, 'c', 'a']]);
  });

  it('multilabel: each label for itself', () => {
    const examples = [{ text: 'x', labels: ['a', 'b'] }, { text: 'y', labels: [] }, { text: 'z', labels: ['b'] }];
    const answers = [
      { labels: ['a'], scores: { a: 0.9, b: 0.4 } },
      { labels: ['a', 'b'], scores: { a: 0.8, b: 0.9 } },
      { labels: ['b'], scores: { a: 0.1, b: 0.9 } },
    ];
    const { perLabel, mistakes, calibration } = examine('multilabel', examples, answers, ['a', 'b']);
    expect(perLabel?.map(({ precision, recall }) => [precision, recall])).toEqual([[1 / 2, 1], [1 / 2, 1 / 2]]);
    expect(mistakes.map(({ place, right, answer }) => [place, right, answer])).toEqual([[1, '(none)', 'a, b'], [0, 'a, b', 'a']]);
    expect(calibration?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(6);
  });

  it('regression: the farthest first', () => {
    const { mistakes } = examine('regression', [{ text: 'x', value: 1 }, { text: 'y', pair: 'z', value: 5 }], [{ score: 1.5 }, { score: 2 }]);
    expect(mistakes.map(({ input, wrongness }) => [input, wrongness])).toEqual([[{ text: 'y', pair: 'z' }, 3], [{ text: 'x' }, 0.5]]);
  });

  it('tagging: stretches by type, and words that are taken for others', () => {
    const examples = [wordsExample(['Ann', 'Lee', 'saw', 'Rome'], ['B-PER', 'I-PER', 'O', 'B-LOC']), wordsExample(['Yes'], ['O'])];
    const tokens = (example: ReturnType<typeof wordsExample>, tags: string[]) => example.words.map((word, i) => ({ ...word, label: tags[i] }));
    const answers = [
      { tokens: tokens(examples[0], ['B-PER', 'O', 'O', 'B-LOC']), entities: [{ label: 'PER', score: 0.8 }, { label: 'LOC', score: 0.9 }] },
      { tokens: tokens(examples[1], ['O']), entities: [] },
    ];
    const { confusion, perLabel, calibration, mistakes } = examine('tagging', examples, answers, ['B-LOC', 'B-PER', 'I-PER', 'O']);
    expect(perLabel).toMatchObject([{ label: 'LOC', precision: 1, recall: 1, gold: 1 }, { label: 'PER', precision: 0, recall: 0, gold: 1, predicted: 1 }]);
    expect(confusion?.counts[2]).toEqual([0, 0, 0, 1]);
    expect(calibration?.bins.map(({ accuracy }) => accuracy)).toEqual([0, 1]);
    expect(mistakes).toEqual([
      { place: 0, input: { text: 'Ann Lee saw Rome' }, right: 'PER: Ann Lee; LOC: Rome', answer: 'PER: Ann; LOC: Rome', wrongness: 1 / 4 },
    ]);
  });

  it('question answering: answerable or not, and the surest wrong answers', () => {
    const question = (answers: string[]) => ({ question: 'q', context: 'the red car', answers: answers.map((text) => ({ text, start: 0 })) });
    const examples = [question(['red', 'the red']), question([]), question(['car'])];
    const answer = (text: string, score: number) => ({ answer: text, score, unanswerable: text === '' });
    const { confusion, mistakes, calibration } = examine('question-answering', examples, [answer('red', 0.9), answer('car', 0.6), answer('red car', 0.9)]);
    expect(confusion).toEqual({ labels: ['an answer', 'no answer'], counts: [[2, 0], [1, 0]] });
    expect(mistakes.map(({ place, right, answer: given }) => [place, right, given])).toEqual([[1, '(no answer)', 'car'], [2, 'car', 'red car']]);
    expect(calibration?.bins.map(({ accuracy }) => accuracy)).toEqual([0, 0.5]);
  });

  it('multiple choice: the surest wrong choice first', () => {
    const example = (answer: number) => ({ text: 't', question: 'q', choices: ['x', 'y'], answer });
    const { mistakes } = examine('multiple-choice', [example(0), example(1), example(0)], [
      { choice: 1, scores: [0.4, 0.6] },
      { choice: 1, scores: [0.1, 0.9] },
      { choice: 1, scores: [0.1, 0.9] },
    ]);
    expect(mistakes.map(({ place, right, answer }) => [place, right, answer])).toEqual([[2, 'x', 'y'], [0, 'x', 'y']]);
  });
});
