import { basename, resolve } from 'node:path';
import { DamagedFile } from '@electra-ts/checkpoint';
import { ElectraForPreTraining, ReplacedTokenDetector } from '@electra-ts/discriminator';
import { createRuntime, type EngineChoice } from '@electra-ts/engine';
import { ElectraForMaskedLM, MaskFiller } from '@electra-ts/generator';
import { architectureOf, networkArchitectures, type ReadingLimits } from '@electra-ts/nn';
import { kindOfModel, Predictor, type TaskKindName } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';
import { warn } from '../io/warn.js';

/**
 * What a model can be asked. Functions answer several questions at once, in order; they throw `TooMuchToRead` for one beyond the limits, before
 * anything is computed, and the reason of the limits' signal.
 */
export interface ServedModel {
  readonly name: string;
  readonly detect?: (texts: readonly string[], limits: ReadingLimits) => Promise<readonly object[]>;
  readonly fillMask?: (asked: readonly { readonly text: string; readonly topK: number }[], limits: ReadingLimits) => Promise<readonly object[]>;
  readonly predict?: {
    readonly kind: TaskKindName;
    readonly labels: readonly string[];
    /** Throws UserError for values that cannot be asked about. */
    readonly input: (values: Readonly<Record<string, unknown>>) => object;
    readonly answer: (examples: readonly object[], limits: ReadingLimits) => Promise<readonly object[]>;
  };
  close(): Promise<void>;
}

/**
 * Opens whatever a folder offers: a run's or checkpoint's discriminator and generator, or one of them, or a fine-tuned
 * model.
 *
 * @throws UserError where it holds no model, or one with damaged weights
 */
export async function openModel(path: string, choice: EngineChoice): Promise<ServedModel> {
  const name = basename(resolve(path));
  const discriminator = await resolveModelFolder(path, 'discriminator', warn).catch(unlessDamaged);
  // What there is to hear about the run's checkpoints has been heard.
  const generator = discriminator === path ? path : await resolveModelFolder(path, 'generator').catch(unlessDamaged);
  const detecting = typeof discriminator === 'string' && (await architectureOf(discriminator)) === networkArchitectures.discriminator ? discriminator : null;
  const filling = typeof generator === 'string' && (await architectureOf(generator)) === networkArchitectures.generator ? generator : null;
  if (detecting === null && filling === null) {
    if (typeof discriminator !== 'string') throw discriminator;
    return openFinetuned(name, discriminator, choice);
  }
  // First, because parameters are made on the backend that the engine brings.
  const { runtime } = await createRuntime(choice);
  const served: { -readonly [Key in keyof ServedModel]: ServedModel[Key] } = { name, close: () => runtime.dispose() };
  if (detecting !== null) {
    const tokenizer = await Tokenizer.fromPretrained(detecting);
    const detector = new ReplacedTokenDetector({ model: await ElectraForPreTraining.fromPretrained(detecting), tokenizer, runtime });
    served.detect = async (texts, limits) => (await detector.detect(texts, limits)).map((tokens, i) => ({ text: texts[i], tokens }));
  }
  if (filling !== null) {
    const tokenizer = await Tokenizer.fromPretrained(filling);
    const filler = new MaskFiller({ model: await ElectraForMaskedLM.fromPretrained(filling), tokenizer, runtime });
    served.fillMask = async (asked, limits) => {
      const topK = Math.max(...asked.map((each) => each.topK));
      const filled = await filler.fill(asked.map(({ text }) => text), { topK, ...limits });
      return filled.map((masks, i) => ({ text: asked[i].text, masks: masks.map((candidates) => candidates.slice(0, asked[i].topK)) }));
    };
  }
  return served;
}

/** What is not there is not served; of what is damaged the user has to hear. */
function unlessDamaged(error: unknown): Error {
  if (error instanceof DamagedFile) throw error;
  return error as Error;
}

async function openFinetuned(name: string, folder: string, choice: EngineChoice): Promise<ServedModel> {
  await kindOfModel(folder); // says how to fine-tune a model without a head
  const predictor = await Predictor.open({ ...choice, model: folder });
  const { kind, kindName, context } = predictor;
  return {
    name,
    predict: {
      kind: kindName,
      labels: context.labels,
      input: (values) => predictor.input(values),
      async answer(examples, limits) {
        const answers: object[] = [];
        for await (const answer of predictor.answers(examples, limits)) answers.push(kind.shown?.(answer) ?? answer);
        return answers;
      },
    },
    close: () => predictor.close(),
  };
}
