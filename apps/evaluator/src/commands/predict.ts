import { userPath } from '@electra-ts/cli';
import { classify } from '@electra-ts/tasks';
import { inputTexts } from '../io/input-texts.js';
import { Results } from '../io/results.js';
import type { ModelOptions } from './detect.js';

/** `electra-evaluator predict`: the label of each text, with the probability of each. */
export async function predict(options: ModelOptions): Promise<void> {
  const results = new Results(options);
  const { model, engine } = options;
  for await (const answer of classify({ model: userPath(model), engine, texts: inputTexts(options) })) {
    results.add(answer, `${answer.label}\t${answer.scores[answer.label].toFixed(3)}\t${answer.text}`);
  }
  results.end();
}
