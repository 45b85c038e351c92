import { calibrationOf } from './calibration.js';
import { confusionOf, type Examine, labelResult, labelsOfConfusion, type Mistake, worstFirst } from './examination.js';
import type { Choice, ChoiceExample } from '../kinds/multiple-choice.js';
import type { QuestionAnswer, QuestionExample } from '../kinds/question-answering.js';
import type { TaggedExample, Tagging } from '../kinds/tagging.js';
import { answerF1, exactMatch } from '../metrics/squad-metrics.js';
import { tagSpans } from '../metrics/tag-spans.js';

/** Labels of words: a confusion of the words' tags, results of whole stretches; a sentence is as wrong as the share of its words. */
export const examineTagging: Examine<TaggedExample, Tagging> = (examples, answers, labels) => {
  const words = examples.flatMap(({ tags = [] }, i) => tags.map((tag, word) => [tag, answers[i].tokens[word].label] as const));
  const confusion = confusionOf(words, labels);
  const spans = examples.map(({ tags = [] }) => new Set(tagSpans(tags).map(spanKey)));
  const found = answers.map(({ tokens }) => tagSpans(tokens.map(({ label }) => label)));
  const isRight = found.map((own, i) => own.map((span) => spans[i].has(spanKey(span))));
  const types = [...new Set([...spans.flatMap((own) => [...own].map(typeOf)), ...found.flat().map(({ label }) => label)])].sort();
  const perLabel = types.map((type) =>
    labelResult(type, {
      both: found.flatMap((own, i) => own.filter(({ label }, s) => label === type && isRight[i][s])).length,
      gold: spans.reduce((sum, own) => sum + [...own].filter((key) => typeOf(key) === type).length, 0),
      predicted: found.flat().filter(({ label }) => label === type).length,
    }),
  );
  // Entities and spans of the same tags are in the same order.
  const judged = answers.flatMap(({ entities }, i) => entities.map(({ score }, s) => ({ probability: score, right: isRight[i][s] })));
  const mistakes = examples.flatMap(({ text, words: placed, tags = [] }, place): Mistake[] => {
    const answered = answers[place].tokens.map(({ label }) => label);
    const wrong = tags.filter((tag, word) => tag !== answered[word]).length;
    if (wrong === 0) return [];
    const shown = (own: readonly string[]) =>
      tagSpans(own).map(({ label, from, to }) => `${label}: ${text.slice(placed[from].start, placed[to - 1].end)}`).join('; ') || own.join(' ');
    return [{ place, input: { text }, right: shown(tags), answer: shown(answered), wrongness: wrong / tags.length }];
  });
  return {
    confusion,
    // Parts of speech mark no stretches: their words are what is found.
    perLabel: types.length === 0 ? labelsOfConfusion(confusion) : perLabel,
    ...(judged.length > 0 && { calibration: calibrationOf('each stretch that was found', judged) }),
    mistakes: worstFirst(mistakes),
  };
};

const spanKey = ({ from, to, label }: { readonly from: number; readonly to: number; readonly label: string }): string => `${from} ${to} ${label}`;
const typeOf = (key: string): string => key.split(' ').slice(2).join(' ');

const NONE = 'no answer';

/** Answers in a text: a wrong one is the worse the surer it was and the less of the right one is in it. */
export const examineQuestionAnswering: Examine<QuestionExample, QuestionAnswer> = (examples, answers) => {
  const gold = examples.map(({ answers: own = [] }) => (own.length === 0 ? [''] : own.map(({ text }) => text)));
  const best = (score: (right: string, answer: string) => number, i: number) => Math.max(...gold[i].map((text) => score(text, answers[i].answer)));
  const kind = (isNone: boolean) => (isNone ? NONE : 'an answer');
  const confusion = confusionOf(examples.map((_, i) => [kind(gold[i][0] === ''), kind(answers[i].unanswerable)]), ['an answer', NONE]);
  const judged = answers.map(({ score }, i) => ({ probability: score, right: best(exactMatch, i) === 1 }));
  const mistakes = examples.flatMap(({ question, context }, place): Mistake[] => {
    if (judged[place].right) return [];
    const right = [...new Set(gold[place])].map((text) => text || `(${NONE})`).join(' / ');
    const answer = answers[place].answer || `(${NONE})`;
    return [{ place, input: { question, context }, right, answer, wrongness: answers[place].score * (1 - best(answerF1, place)) }];
  });
  return { ...(gold.some(([text]) => text === '') && { confusion }), calibration: calibrationOf('the answer being exactly right', judged), mistakes: worstFirst(mistakes) };
};

/** One of several choices: the surer a wrong answer, the worse. */
export const examineChoice: Examine<ChoiceExample, Choice> = (examples, answers) => {
  const judged = answers.map(({ choice, scores }, i) => ({ probability: scores[choice], right: choice === examples[i].answer }));
  const mistakes = examples.flatMap(({ text, question, choices, answer = -1 }, place): Mistake[] => {
    const { choice, scores } = answers[place];
    if (choice === answer) return [];
    const input: Record<string, string> = question === undefined ? { text } : { text, question };
    return [{ place, input, right: choices[answer], answer: choices[choice], wrongness: 1 - scores[answer] }];
  });
  return { calibration: calibrationOf('the chosen one', judged), mistakes: worstFirst(mistakes) };
};
