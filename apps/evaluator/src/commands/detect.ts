import { ElectraForPreTraining, ReplacedTokenDetector, textDoubt, type TokenDoubt } from '@electra-ts/discriminator';
import { createRuntime, type EngineChoice } from '@electra-ts/engine';
import { Tokenizer } from '@electra-ts/tokenizer';
import { chunks } from '@electra-ts/tasks';
import { userPath } from '@electra-ts/cli';
import { chosenEngine } from '../io/chosen-engine.js';
import { inOrder, type OnError, onErrorOf } from '../io/in-order.js';
import { inputRecords, type InputChoice, lonely, textOf } from '../io/input-texts.js';
import { markedText } from '../io/marked-text.js';
import { networkFolder } from '../io/network-folder.js';
import { oneLine } from '../io/one-line.js';
import { Results } from '../io/results.js';
import { warn } from '../io/warn.js';

/** What the commands that ask a model about texts have in common. */
export interface ModelOptions extends InputChoice, EngineChoice {
  /** A run, a checkpoint or a model's own folder. */
  readonly model: string;
  readonly json: boolean;
  /** What to do at a line that cannot be used. */
  readonly onError: OnError;
}

/** Texts that are computed together. */
const CHUNK = 256;

/** `electra-evaluator detect`: each token of each text with the probability that it was replaced, or with `summary` scores of each text as a whole. */
export async function detect(options: ModelOptions & { readonly summary: boolean }): Promise<void> {
  const folder = await networkFolder(userPath(options.model), 'discriminator');
  // First, because parameters are made on the backend that the engine brings.
  const { runtime } = await createRuntime(chosenEngine(options));
  const results = new Results(options);
  try {
    const model = await ElectraForPreTraining.fromPretrained(folder);
    const tokenizer = await Tokenizer.fromPretrained(folder);
    const detector = new ReplacedTokenDetector({ model, tokenizer, runtime });
    const answerAll = async function* (inputs: AsyncIterable<string>) {
      for await (const texts of chunks(inputs, CHUNK)) {
        const doubts = await detector.detect(texts);
        yield* texts.map((text, i) => ({ text, tokens: doubts[i] }));
      }
    };
    const outcomes = inOrder(lonely(inputRecords(options), warn), { onError: onErrorOf(options), read: textOf, answerAll });
    if (options.summary) {
      await results.tell(outcomes, ({ text, tokens }) => summarized(text, tokens), ({ text, tokens }) => ({ text, ...textDoubt(tokens) }));
    } else {
      await results.tell(outcomes, ({ text, tokens }) => markedText(text, tokens));
    }
  } finally {
    await runtime.dispose();
  }
}

/** The text behind its scores, so that lines can be sorted by them. */
function summarized(text: string, tokens: readonly TokenDoubt[]): string {
  const { tokenCount, meanReplaced, maxReplaced, logOriginal, pseudoLogLikelihood } = textDoubt(tokens);
  const scores = [meanReplaced?.toFixed(4) ?? '-', maxReplaced?.toFixed(4) ?? '-', logOriginal.toFixed(3), pseudoLogLikelihood.toFixed(3), tokenCount];
  return [...scores, oneLine(text)].join('\t');
}
