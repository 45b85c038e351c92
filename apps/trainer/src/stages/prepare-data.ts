import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { followLinks, restorePrevious, takePlace } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { type ExampleMode, prepare, readManifest, type Manifest, type SentenceUnit, withFolderLocked } from '@electra-ts/data';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { existsSync } from 'node:fs';
import { formatQuantity } from '@electra-ts/report';
import type { StageProgress } from '../progress/stage-progress.js';
import { readDocuments, type ReadingOptions } from './read-documents.js';

/** Where `prepareData` leaves the tokenizer, below the shards. */
export const tokenizerFolder = 'tokenizer';

/** See `prepareData`. */
export interface PrepareDataOptions {
  readonly paths: readonly string[];
  /** How files become documents. */
  readonly reading?: ReadingOptions;
  /** Files of held-out text, instead of a share of the others. */
  readonly validationPaths?: readonly string[];
  readonly validationReading?: ReadingOptions;
  readonly tokenizer: Tokenizer;
  readonly out: string;
  readonly sequenceLength: number;
  readonly seed: number;
  readonly validationFraction?: number;
  readonly exampleMode?: ExampleMode;
  readonly sentenceUnit?: SentenceUnit;
  /** What becomes of tokens that a full example has no room for; see `prepare`. */
  readonly overflow?: 'drop' | 'carry';
  /** Threads that encode and build; see `prepare`. */
  readonly workers?: number;
  /** Replaces the shards that `out` holds, and unfinished work. */
  readonly force: boolean;
  /** Keeps unfinished work beside `out` when it is stopped, and goes on with such work where `resume` is set. */
  readonly unfinished?: { readonly resume: boolean };
  /** Characters of text in all, where somebody knows. */
  readonly characters?: number;
  readonly progress: StageProgress;
  readonly signal: AbortSignal;
}

const nothingToResume =
  'There is no unfinished work to go on with, so this begins anew: a prepare that ends before its first shard is full leaves none.';

/** Where the unfinished work for a folder is kept. */
export function unfinishedFolder(out: string): string {
  return join(dirname(out), `.${basename(out)}.unfinished`);
}

/**
 * Writes shards with their tokenizer beside them, so that `pretrain` finds it: the whole folder or nothing. From its first look at `out`
 * until the shards have that name no other process may do the same.
 *
 * @throws {UserError} where `out` exists, unless it holds shards and `force` is set, and where another process prepares it
 */
export async function prepareData(options: PrepareDataOptions): Promise<Manifest> {
  // A link stays one: what it leads to is replaced.
  const out = await followLinks(options.out);
  return withFolderLocked(out, () => prepareLocked({ ...options, out }));
}

async function prepareLocked(options: PrepareDataOptions): Promise<Manifest> {
  const { out, force, tokenizer, progress, characters, paths, reading, validationPaths, validationReading, unfinished, ...rest } = options;
  await removeKilledWork(out);
  await restoreShards(out);
  const isTaken = existsSync(out);
  if (isTaken && !force) {
    throw new UserError({
      what: `The output folder ${out} already exists`,
      expected: 'a new folder',
      remedy: 'Choose another --out, or replace shards by --force.',
    });
  }
  if (isTaken) {
    await readManifest(out); // what holds no shards is not replaced
  }
  const temporary = join(dirname(out), `.${basename(out)}.${process.pid}.preparing`);
  let manifest: Manifest;
  try {
    manifest = await prepare({
      ...rest,
      tokenizer,
      documents: readDocuments(paths, reading),
      validationDocuments: validationPaths && readDocuments(validationPaths, validationReading),
      out: temporary,
      unfinished: unfinished && {
        folder: unfinishedFolder(out),
        earlier: unfinished.resume ? 'continue' : force ? 'discard' : 'refuse',
        onContinue: (documents) => progress.note(documents > 0 ? `Going on after the first ${documents} documents.` : nothingToResume),
      },
      onProgress: (soFar) => {
        if (soFar.tokens === 0) return; // documents wait until it is known which are held out
        const fraction = characters === undefined ? undefined : Math.min(1, soFar.characters / characters);
        progress.update(fraction, `${formatQuantity(soFar.tokens, 'tokens')}, ${formatQuantity(soFar.examples, 'examples')}`);
      },
    });
    await tokenizer.save(join(temporary, tokenizerFolder));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await giveName(temporary, out, isTaken);
  return manifest;
}

/** Removes what a process that was killed had begun to write for `out`; finished shards that only lack their name stay. */
async function removeKilledWork(out: string): Promise<void> {
  const begun = /^\.\d+\.preparing\.[0-9a-f]+\.partial$/;
  const [folder, before] = [dirname(out), `..${basename(out)}`];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(before) && begun.test(each.slice(before.length)))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Gives finished shards their name. They stay where they are when that fails: they may be hours of work.
 *
 * @throws {UserError} where something appeared at `out` while they were made
 */
async function giveName(temporary: string, out: string, replaces: boolean): Promise<void> {
  try {
    await takePlace(temporary, out, replaces);
  } catch (cause) {
    throw new UserError(
      {
        what: `The shards cannot be called ${out}`,
        expected: 'a name that nothing has',
        received: (cause as Error).message,
        remedy: `They are complete: rename ${temporary} to what you like.`,
      },
      { cause },
    );
  }
  await restoreShards(out);
}

/** Brings back shards that waited while others were to take their place, or removes them where these have. */
const restoreShards = (out: string): Promise<void> => restorePrevious(out, (folder) => readManifest(folder).then(() => true, () => false));
