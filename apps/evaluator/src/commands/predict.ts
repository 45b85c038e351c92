import { userPath } from '@electra-ts/cli';
import { type Choice, type Classification, type Estimate, finetunedFolder, type Labeling, Predictor, type QuestionAnswer, type Tagging } from '@electra-ts/tasks';
import { chosenEngine } from '../io/chosen-engine.js';
import { inOrder, onErrorOf } from '../io/in-order.js';
import { inputRecords } from '../io/input-texts.js';
import { oneLine } from '../io/one-line.js';
import { refuseBlank } from '../io/refuse-blank.js';
import { Results } from '../io/results.js';
import { warn } from '../io/warn.js';
import type { ModelOptions } from './detect.js';

type Answer = Classification | Estimate | Labeling | Tagging | QuestionAnswer | Choice;

/** `electra-evaluator predict`: a fine-tuned model's answer to each line, in the shape of its kind of task. */
export async function predict(options: ModelOptions): Promise<void> {
  const results = new Results(options);
  const model = await finetunedFolder(userPath(options.model), warn);
  const predictor = await Predictor.open({ ...chosenEngine(options), model, warn });
  const { kind } = predictor;
  try {
    const outcomes = inOrder(inputRecords(options), {
      onError: onErrorOf(options),
      read: (values) => refuseBlank(predictor.input(values)),
      answerAll: (examples) => predictor.answers(examples),
    });
    await results.tell(outcomes, (answer) => inWords(answer as Answer), (answer) => kind.shown?.(answer) ?? answer);
  } finally {
    await predictor.close();
  }
}

/** An answer on one line. */
function inWords(answer: Answer): string {
  return fields(answer).map(oneLine).join('\t');
}

function fields(answer: Answer): string[] {
  if ('label' in answer) return [answer.label, answer.scores[answer.label].toFixed(3), answer.text];
  if ('labels' in answer) return [answer.labels.join(','), answer.text];
  if ('tokens' in answer) return [answer.tokens.map(({ token, label }) => `${token}/${label}`).join(' ')];
  if ('context' in answer) return [answer.unanswerable ? '(no answer)' : answer.answer, answer.score.toFixed(3), answer.question];
  if ('choice' in answer) return [String(answer.choice), answer.scores[answer.choice].toFixed(3), answer.choices[answer.choice]];
  return [answer.score.toFixed(4), answer.text];
}
