import { userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import { createRuntime } from '@electra-ts/engine';
import { ElectraForMaskedLM, MASK, MaskFiller } from '@electra-ts/generator';
import { Tokenizer } from '@electra-ts/tokenizer';
import { chunks } from '@electra-ts/tasks';
import { chosenEngine } from '../io/chosen-engine.js';
import { inOrder, onErrorOf } from '../io/in-order.js';
import { inputRecords, lonely, textOf } from '../io/input-texts.js';
import { networkFolder } from '../io/network-folder.js';
import { oneLine } from '../io/one-line.js';
import { Results } from '../io/results.js';
import { warn } from '../io/warn.js';
import type { ModelOptions } from './detect.js';

/** `electra-evaluator fill-mask`: the likeliest tokens for each `[MASK]` of each text. */
export async function fillMask(options: ModelOptions & { readonly topK: number }): Promise<void> {
  const folder = await networkFolder(userPath(options.model), 'generator');
  // First, because parameters are made on the backend that the engine brings.
  const { runtime } = await createRuntime(chosenEngine(options));
  const results = new Results(options);
  try {
    const model = await ElectraForMaskedLM.fromPretrained(folder);
    const tokenizer = await Tokenizer.fromPretrained(folder);
    const filler = new MaskFiller({ model, tokenizer, runtime });
    const answerAll = async function* (inputs: AsyncIterable<string>) {
      for await (const texts of chunks(inputs, 64)) {
        const filled = await filler.fill(texts, { topK: options.topK });
        yield* texts.map((text, i) => ({ text, masks: filled[i] }));
      }
    };
    const outcomes = inOrder(lonely(inputRecords(options), warn), { onError: onErrorOf(options), read: masked, answerAll });
    await results.tell(outcomes, ({ text, masks }) => {
      const lines = masks.map((mask) => mask.map(({ token, score }) => `${token} ${score.toFixed(3)}`).join(', '));
      return [oneLine(text), ...lines.map((line) => `\t${oneLine(line)}`)].join('\n');
    });
  } finally {
    await runtime.dispose();
  }
}

/** A line's text, which has something to fill. */
function masked(values: Readonly<Record<string, unknown>>): string {
  const text = textOf(values);
  if (text.includes(MASK)) return text;
  throw new UserError({ what: 'A text has nothing to fill', expected: `at least one ${MASK}`, received: oneLine(text.slice(0, 80)) });
}
