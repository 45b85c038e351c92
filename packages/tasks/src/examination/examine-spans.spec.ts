import type { QuestionAnswer } from '../kinds/question-answering.js';
import { type Tagging, wordsExample } from '../kinds/tagging.js';
import { examineChoice, examineQuestionAnswering, examineTagging } from './examine-spans.js';

describe('examineTagging', () => {
  /** What a model answers that gives words these tags, and stretches these probabilities. */
  const tagged = (example: ReturnType<typeof wordsExample>, tags: string[], scores: number[] = []): Tagging => ({
    text: example.text,
    tokens: example.words.map((word, i) => ({ ...word, label: tags[i] })),
    entities: scores.map((score) => ({ label: '', start: 0, end: 0, text: '', score })),
  });

  it('wants stretches whole and of the right type', () => {
    const example = wordsExample(['New', 'York', 'Ann', 'Lee'], ['B-LOC', 'I-LOC', 'B-PER', 'I-PER']);
    // York alone; the right words of another type.
    const { perLabel, calibration, mistakes } = examineTagging([example], [tagged(example, ['O', 'B-LOC', 'B-ORG', 'I-ORG'], [0.95, 0.85])], []);
    expect(perLabel?.map(({ label, gold, predicted, f1 }) => [label, gold, predicted, f1])).toEqual([['LOC', 1, 1, 0], ['ORG', 0, 1, 0], ['PER', 1, 0, 0]]);
    expect(calibration?.bins.map(({ count, accuracy }) => [count, accuracy])).toEqual([[1, 0], [1, 0]]);
    expect(mistakes).toEqual([
      { place: 0, input: { text: 'New York Ann Lee' }, right: 'LOC: New York; PER: Ann Lee', answer: 'LOC: York; ORG: Ann Lee', wrongness: 1 },
    ]);
  });

  it('takes the same stretch of another sentence for no match', () => {
    const [one, two] = [wordsExample(['Ann', 'ran'], ['B-PER', 'O']), wordsExample(['It', 'ran'], ['O', 'O'])];
    const { perLabel } = examineTagging([one, two], [tagged(one, ['O', 'O']), tagged(two, ['B-PER', 'O'], [0.9])], ['B-PER', 'O']);
    expect(perLabel).toMatchObject([{ label: 'PER', gold: 1, predicted: 1, precision: 0, recall: 0 }]);
  });

  it('keeps types with spaces apart', () => {
    const example = wordsExample(['x', 'y'], ['B-work of art', 'B-work']);
    const { perLabel } = examineTagging([example], [tagged(example, ['B-work of art', 'B-work'], [1, 1])], []);
    expect(perLabel?.map(({ label, gold, f1 }) => [label, gold, f1])).toEqual([['work', 1, 1], ['work of art', 1, 1]]);
  });

  it('judges words where tags mark no stretches, and has no calibration then', () => {
    const example = wordsExample(['she', 'runs', 'fast'], ['PRON', 'VERB', 'ADV']);
    const { perLabel, calibration, mistakes } = examineTagging([example], [tagged(example, ['PRON', 'NOUN', 'ADV'])], ['ADV', 'NOUN', 'PRON', 'VERB']);
    expect(perLabel?.map(({ label, recall }) => [label, recall])).toEqual([['ADV', 1], ['NOUN', 0], ['PRON', 1], ['VERB', 0]]);
    expect(calibration).toBeUndefined();
    expect(mistakes).toMatchObject([{ right: 'PRON VERB ADV', answer: 'PRON NOUN ADV', wrongness: 1 / 3 }]);
  });
});

describe('examineQuestionAnswering', () => {
  const asked = (...answers: string[]) => ({ question: 'q', context: 'c', answers: answers.map((text) => ({ text, start: 0 })) });
  const said = (answer: string, score: number) => ({ answer, score, unanswerable: answer === '' }) as unknown as QuestionAnswer;

  it('compares as SQuAD does, with the best of several right answers', () => {
    expect(examineQuestionAnswering([asked('Paris', 'the city of Paris')], [said('City of Paris!', 0.5)], []).mistakes).toEqual([]);
  });

  it('calls a mistake the worse the surer it was and the less it overlaps', () => {
    // "red car" and "red": precision 1/2, recall 1, F1 2/3.
    const { mistakes, confusion } = examineQuestionAnswering([asked('red'), asked('blue')], [said('red car', 0.9), said('green', 0.6)], []);
    expect(mistakes.map(({ place }) => place)).toEqual([1, 0]);
    expect(mistakes[0].wrongness).toBeCloseTo(0.6, 12);
    expect(mistakes[1].wrongness).toBeCloseTo(0.9 / 3, 12);
    // Where every question has an answer, having one tells nothing.
    expect(confusion).toBeUndefined();
  });

  it('names "no answer" on both sides', () => {
    const { mistakes, confusion } = examineQuestionAnswering([asked('red', 'red', 'a red one'), asked()], [said('', 0.8), said('', 0.7)], []);
    expect(mistakes).toEqual([{ place: 0, input: { question: 'q', context: 'c' }, right: 'red / a red one', answer: '(no answer)', wrongness: 0.8 }]);
    expect(confusion).toEqual({ labels: ['an answer', 'no answer'], counts: [[0, 1], [0, 1]] });
  });
});

describe('examineChoice', () => {
  it('calls a mistake the worse the less the right choice got', () => {
    const examples = [{ text: 't', choices: ['x', 'y'], answer: 0 }, { text: 'u', question: 'q', choices: ['x', 'y', 'z'], answer: 2 }];
    const answers = [{ text: 't', choices: ['x', 'y'], choice: 1, scores: [0.25, 0.75] }, { text: 'u', choices: ['x', 'y', 'z'], choice: 0, scores: [0.5, 0.375, 0.125] }];
    const { mistakes, calibration } = examineChoice(examples, answers, []);
    expect(mistakes).toEqual([
      { place: 1, input: { text: 'u', question: 'q' }, right: 'z', answer: 'x', wrongness: 0.875 },
      { place: 0, input: { text: 't' }, right: 'x', answer: 'y', wrongness: 0.75 },
    ]);
    expect(calibration?.expectedError).toBeCloseTo((0.75 + 0.5) / 2, 12);
  });
});
