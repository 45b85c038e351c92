import { calibrationOf } from './calibration.js';
import { confusionOf, type Examine, labelResult, labelsOfConfusion, type Mistake, worstFirst } from './examination.js';
import type { Classification } from '../kinds/classification.js';
import type { Labeling, MultilabelExample } from '../kinds/multilabel.js';
import type { Estimate, MeasuredExample } from '../kinds/regression.js';
import type { LabeledExample, Unlabeled } from '../labeled-data.js';

const inputOf = ({ text, pair }: Unlabeled): Record<string, string> => (pair === undefined ? { text } : { text, pair });

/** One label an example: the surer a wrong answer, the worse. */
export const examineClassification: Examine<LabeledExample, Classification> = (examples, answers, labels) => {
  const confusion = confusionOf(examples.map(({ label }, i) => [label, answers[i].label]), labels);
  const judged = answers.map(({ label, scores }, i) => ({ probability: scores[label], right: label === examples[i].label }));
  const mistakes = examples.flatMap((example, place): Mistake[] => {
    const { label: answer, scores } = answers[place];
    const right = example.label;
    return answer === right ? [] : [{ place, input: inputOf(example), right, answer, wrongness: 1 - (scores[right] ?? 0) }];
  });
  return {
    confusion,
    perLabel: labelsOfConfusion(confusion),
    calibration: calibrationOf('the answered label', judged),
    mistakes: worstFirst(mistakes),
  };
};

const listed = (labels: readonly string[]): string => (labels.length === 0 ? '(none)' : labels.join(', '));

/**
 * Any number of labels an example: wrongness sums the distances of probabilities from the truth, over all labels. One that
 * the model does not know has probability 0.
 */
export const examineMultilabel: Examine<MultilabelExample, Labeling> = (examples, answers, known) => {
  const truth = examples.map((example) => new Set(example.labels ?? []));
  const labels = [...new Set([...known, ...truth.flatMap((each) => [...each])])];
  const given = answers.map((answer) => new Set(answer.labels));
  const count = (has: (place: number) => boolean) => examples.filter((_, place) => has(place)).length;
  const perLabel = labels.map((label) =>
    labelResult(label, {
      both: count((place) => truth[place].has(label) && given[place].has(label)),
      gold: count((place) => truth[place].has(label)),
      predicted: count((place) => given[place].has(label)),
    }),
  );
  const decisions = answers.flatMap(({ scores }, place) =>
    known.map((label) => ({ probability: scores[label], right: truth[place].has(label) })),
  );
  const mistakes = examples.flatMap((example, place): Mistake[] => {
    if (labels.every((label) => truth[place].has(label) === given[place].has(label))) return [];
    const wrongness = labels.reduce((sum, label) => sum + Math.abs((answers[place].scores[label] ?? 0) - Number(truth[place].has(label))), 0);
    return [{ place, input: inputOf(example), right: listed([...truth[place]]), answer: listed(answers[place].labels), wrongness }];
  });
  return { perLabel, calibration: calibrationOf('each label of each example', decisions), mistakes: worstFirst(mistakes) };
};

/** A number an example: every answer is wrong by its distance. */
export const examineRegression: Examine<MeasuredExample, Estimate> = (examples, answers) => ({
  mistakes: worstFirst(
    examples.map((example, place) => {
      const { value = NaN } = example;
      const { score } = answers[place];
      return { place, input: inputOf(example), right: String(value), answer: score.toFixed(3), wrongness: Math.abs(score - value) };
    }),
  ),
});
