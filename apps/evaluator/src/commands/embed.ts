import { userPath } from '@electra-ts/cli';
import type { Pooling } from '@electra-ts/discriminator';
import { embed, kinds, type Unlabeled } from '@electra-ts/tasks';
import { resolveModelFolder } from '@electra-ts/training';
import { chosenEngine } from '../io/chosen-engine.js';
import { inOrder, onErrorOf } from '../io/in-order.js';
import { inputRecords } from '../io/input-texts.js';
import { refuseBlank } from '../io/refuse-blank.js';
import { Results } from '../io/results.js';
import { warn } from '../io/warn.js';
import type { ModelOptions } from './detect.js';

/** `electra-evaluator embed`: a vector for each text, one a line. */
export async function embedTexts(options: ModelOptions & { readonly pooling: Pooling }): Promise<void> {
  const model = await resolveModelFolder(userPath(options.model), 'discriminator', warn);
  const { pooling } = options;
  const results = new Results(options);
  const outcomes = inOrder(inputRecords(options), {
    onError: onErrorOf(options),
    read: (values) => refuseBlank(kinds.classification.input(values) as Unlabeled),
    answerAll: (texts) => embed({ ...chosenEngine(options), model, pooling, texts }),
  });
  await results.tell(outcomes, ({ embedding }) => JSON.stringify(embedding));
}
