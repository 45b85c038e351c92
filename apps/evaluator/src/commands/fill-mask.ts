import { userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import { createRuntime } from '@electra-ts/engine';
import { ElectraForMaskedLM, MASK, MaskFiller } from '@electra-ts/generator';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';
import { chunks } from '../io/chunks.js';
import { inputTexts } from '../io/input-texts.js';
import { Results } from '../io/results.js';
import type { ModelOptions } from './detect.js';

/** `electra-evaluator fill-mask`: the likeliest tokens for each `[MASK]` of each text. */
export async function fillMask(options: ModelOptions & { readonly topK: number }): Promise<void> {
  const folder = await resolveModelFolder(userPath(options.model), 'generator');
  // First, because parameters are made on the backend that the engine brings.
  const { runtime } = await createRuntime({ engine: options.engine });
  const results = new Results(options);
  try {
    const model = await ElectraForMaskedLM.fromPretrained(folder);
    const tokenizer = await Tokenizer.fromPretrained(folder);
    const filler = new MaskFiller({ model, tokenizer, runtime });
    for await (const inputs of chunks(inputTexts(options), 64)) {
      const texts = inputs.map(({ text }) => text);
      const unmasked = texts.find((text) => !text.includes(MASK));
      if (unmasked !== undefined) {
        throw new UserError({
          what: 'A text has nothing to fill',
          expected: `at least one ${MASK}`,
          received: unmasked.slice(0, 80),
        });
      }
      const filled = await filler.fill(texts, { topK: options.topK });
      texts.forEach((text, i) => {
        const lines = filled[i].map((mask) => mask.map(({ token, score }) => `${token} ${score.toFixed(3)}`).join(', '));
        results.add({ text, masks: filled[i] }, [text, ...lines.map((line) => `\t${line}`)].join('\n'));
      });
    }
    results.end();
  } finally {
    await runtime.dispose();
  }
}
