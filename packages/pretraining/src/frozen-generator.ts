import { UserError } from '@electra-ts/config';
import { type HubOptions, loadParameters, type Pretrained, pretrainedFolder, readPretrained } from '@electra-ts/nn';
import { generatorShapes, TWO_TOWERS, twoTowerShapes } from '@electra-ts/generator';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';
import { tidy } from '@tensorflow/tfjs-core';
import { ownSizes } from './continued-configuration.js';
import type { JointModel } from './joint-model.js';
import { keptRows } from './kept-rows.js';
import type { Vocabulary } from './shared-rows.js';

/** A generator that was trained elsewhere and is drawn from as it is. */
export interface FrozenGenerator {
  /** Where it came from, as the user wrote it. */
  readonly from: string;
  readonly stored: Pretrained;
  readonly tokenizer?: Tokenizer | undefined;
  /** What the user should hear, such as that a damaged checkpoint is passed over. */
  readonly notes: readonly string[];
}

/** Whether a stored model is a generator of two towers. */
export const hasTwoTowers = ({ json }: Pretrained): boolean =>
  (json['architectures'] as readonly unknown[] | undefined)?.[0] === TWO_TOWERS;

/**
 * Reads a generator that is to stay as it is.
 *
 * @param from a model's folder, a checkpoint, a run, or `owner/name` of a hub
 * @param twoTowers whether the run's generator has two towers
 * @throws UserError where there is none that can be read, or it has one tower in place of two or the other way round
 */
export async function readFrozenGenerator(from: string, twoTowers: boolean, hub: HubOptions = {}): Promise<FrozenGenerator> {
  const notes: string[] = [];
  const folder = await resolveModelFolder(await pretrainedFolder(from, hub), 'generator', (message) => void notes.push(message));
  const tokenizer = await Tokenizer.fromPretrained(folder).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  });
  const stored = await readPretrained(folder);
  if (hasTwoTowers(stored) !== twoTowers) {
    throw new UserError({
      what: `The generator of ${from} is not of the kind that model.twoTowerGenerator ${twoTowers} asks for`,
      expected: twoTowers ? 'two towers' : 'one encoder',
      received: twoTowers ? 'one encoder' : 'two towers',
      remedy: `Set model.twoTowerGenerator to ${!twoTowers}, or name another generator.`,
    });
  }
  return { from, stored, tokenizer, notes };
}

/**
 * A configuration with the generator's sizes written out, so that the run can be resumed without it.
 *
 * @throws UserError where the configuration asks for other sizes
 */
export function frozenConfiguration(configuration: unknown, { from, stored }: FrozenGenerator): unknown {
  const { model, ...rest } = configuration as { readonly model?: { readonly generator?: Readonly<Record<string, unknown>> } };
  return { ...rest, model: { ...model, generator: ownSizes('generator', stored.config, model?.generator, from) } };
}

/**
 * Gives a model the generator's weights.
 *
 * @throws UserError where it is for another vocabulary, its tokenizer has more tokens than it has embeddings, or its weights are not what its config.json describes
 */
export function installGenerator({ generator, twoTowers }: JointModel, frozen: FrozenGenerator, vocabulary: Vocabulary): void {
  const { from, stored, tokenizer } = frozen;
  const rows = generator.config.vocabSize;
  if (keptRows({ from, rows: stored.config.vocabSize, tokenizer }, vocabulary, rows) !== null) {
    throw new UserError({
      what: `The generator of ${from} is for another vocabulary`,
      expected: "the run's own: a generator that is not trained cannot learn new tokens",
      received: `${stored.config.vocabSize} embeddings for other tokens`,
      remedy: 'Prepare the data with its tokenizer.',
    });
  }
  const values = loadParameters(stored, (twoTowers ? twoTowerShapes : generatorShapes)(stored.config));
  for (const [name, variable] of Object.entries(generator.parameters)) {
    tidy(() => variable.assign(values[name]));
    values[name].dispose();
  }
}
