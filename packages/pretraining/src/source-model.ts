import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyModel } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { type HubOptions, type Pretrained, pretrainedFolder, readPretrained } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder } from '@electra-ts/training';

/** A model that was trained elsewhere, from which a run begins. */
export interface SourceModel {
  /** Where it came from, as the user wrote it. */
  readonly from: string;
  readonly discriminator: Pretrained;
  /** The generator that belongs to it, where one was found. */
  readonly generator?: Pretrained | undefined;
  /** What its token ids mean; undefined where its folder has no tokenizer. */
  readonly tokenizer?: Tokenizer | undefined;
  /** What the user should hear, such as that there is no generator. */
  readonly notes: readonly string[];
}

/** In the last part of a path or of a hub's name: released models come as `…-discriminator` and `…-generator`. */
const ROLE = /discriminator(?=[^/\\]*$)/;

/**
 * Reads a released discriminator, and the generator that belongs to it: of a run's newest checkpoint, of a checkpoint,
 * of a folder beside one whose name has `discriminator` in it, or of a hub's model named alike.
 *
 * @param from a model's folder, a checkpoint, a run, or `owner/name` of a hub
 * @throws UserError where there is no discriminator that can be read, and for damaged weights (see `verifyModel`)
 */
export async function readSourceModel(from: string, hub: HubOptions = {}): Promise<SourceModel> {
  const notes: string[] = [];
  const warn = (message: string) => void notes.push(message);
  const folder = await resolveModelFolder(await pretrainedFolder(from, hub), 'discriminator', warn);
  const discriminator = await readPretrained(folder);
  const generatorFolder = await findGenerator(from, folder, hub, warn);
  const generator = generatorFolder === undefined ? undefined : await readPretrained(generatorFolder);
  const tokenizer = await Tokenizer.fromPretrained(folder).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  });
  return { from, discriminator, generator, tokenizer, notes };
}

async function findGenerator(
  from: string,
  folder: string,
  hub: HubOptions,
  warn: (message: string) => void,
): Promise<string | undefined> {
  const beside = folder.replace(ROLE, 'generator');
  if (beside !== folder && existsSync(join(beside, 'config.json'))) {
    await verifyModel(beside, warn);
    return beside;
  }
  const named = from.replace(ROLE, 'generator');
  if (!existsSync(from) && named !== from) {
    try {
      return await pretrainedFolder(named, hub);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(`${named} cannot be had: ${error.message}`);
    }
  }
  warn(`${from} comes without a generator: a new one is trained beside it.`);
  return undefined;
}
