import { kinds, readSplit, squadMetrics } from '@electra-ts/tasks';
import { fitLinear, linearScores } from './linear-model.mjs';
import { FeatureIndex, textFeatures, wordFeatures } from './word-features.mjs';

/**
 * A linear model of words, fitted to a task's training examples: logistic regression for labels and for the tag of each word, ridge regression for
 * numbers. Questions get no model: all are answered with "no answer", which is what a constant reaches.
 *
 * @param task as `resolveTask` gives it
 * @param data the task's folder
 * @param split what to measure
 * @returns metrics by the names of `electra-evaluator score`
 */
export async function bagOfWords(task, data, split) {
  const [train, examples] = [await readSplit(data, 'train', task), await readSplit(data, split, task)];
  const kind = kinds[task.kind];
  if (task.kind === 'question-answering') {
    return squadMetrics(examples.map(({ answers }) => ({ gold: answers.map(({ text }) => text), span: '', nullDifference: 1 })), 0);
  }
  if (task.kind === 'regression') {
    const index = new FeatureIndex();
    const rows = train.map((example) => index.row(textFeatures(example), true));
    const model = fitLinear(rows, train.map(({ value }) => value), { features: index.size, outputs: 1, loss: 'squared' });
    const answers = examples.map((example) => ({ score: linearScores(model, index.row(textFeatures(example), false))[0] }));
    return kind.score(examples, answers, { labels: ['score'] });
  }
  const isTagging = task.kind === 'tagging';
  const wordsIn = ({ words }) => wordFeatures(words.map(({ token }) => token));
  const featuresIn = (example) => (isTagging ? wordsIn(example) : [textFeatures(example)]);
  const goldIn = ({ tags, label }) => (isTagging ? tags : [label]);
  const labels = [...new Set(train.flatMap(goldIn))].sort();
  const places = new Map(labels.map((label, place) => [label, place]));
  const index = new FeatureIndex();
  const rows = train.flatMap((example) => featuresIn(example).map((each) => index.row(each, true)));
  const targets = train.flatMap(goldIn).map((label) => places.get(label));
  const model = fitLinear(rows, targets, { features: index.size, outputs: labels.length, loss: 'logistic' });
  const answerTo = (features) => {
    const scores = linearScores(model, index.row(features, false));
    return { label: labels[scores.indexOf(Math.max(...scores))], scores: probabilities(scores, labels) };
  };
  const answers = examples.map((example) => {
    const given = featuresIn(example).map(answerTo);
    return isTagging ? { tokens: given } : given[0];
  });
  return kind.score(examples, answers, { labels });
}

function probabilities(scores, labels) {
  const highest = Math.max(...scores);
  const powers = Array.from(scores, (score) => Math.exp(score - highest));
  const sum = powers.reduce((all, each) => all + each, 0);
  return Object.fromEntries(labels.map((label, place) => [label, powers[place] / sum]));
}
