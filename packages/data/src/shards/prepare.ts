import type { Tokenizer } from '@electra-ts/tokenizer';

import type { Overflow } from '../examples/example-builder.js';
import type { ExampleMode } from '../examples/example-mode.js';
import type { SentenceUnit } from '../examples/sentences.js';
import type { Document } from '../sources/document-stream.js';
import { runAhead } from '../streams/run-ahead.js';
import { buildDocuments, type BuildOptions, type BuiltDocument } from './build-documents.js';
import { BuilderPool } from './builder-pool.js';
import { checkPrepareOptions } from './check-prepare-options.js';
import { checkedDocuments } from './checked-documents.js';
import { documentGroups } from './document-groups.js';
import { withFolderLocked } from './folder-lock.js';
import type { Side } from './held-out.js';
import type { Manifest } from './manifest.js';
import { exampleOptionsOf, Preparation, type PreparationState, validationFractionOf } from './preparation.js';
import { SkipRead } from './skip-read.js';
import { type PreparationKey, UnfinishedWork } from './unfinished-work.js';
import { writeFolderWhole } from './write-folder-whole.js';

/** How far `prepare` is. */
export interface PrepareProgress {
  readonly documents: number;
  /** UTF-16 units of text. */
  readonly characters: number;
  readonly examples: number;
  /** Tokens in examples, special tokens included. */
  readonly tokens: number;
}

/** What `prepare` needs of a tokenizer. */
export type PrepareTokenizer = Pick<Tokenizer, 'encodePieces' | 'files' | 'fingerprint' | 'vocabularySize' | 'specialTokens'>;

/** See `prepare`. */
export interface PrepareOptions {
  readonly documents: AsyncIterable<Document>;
  /** Held-out text of the user's own; all of `documents` is then trained on. */
  readonly validationDocuments?: AsyncIterable<Document>;
  readonly tokenizer: PrepareTokenizer;
  /** Folder to write; it must not exist. */
  readonly out: string;
  /** Longest example, special tokens included: 8 … 65,535. */
  readonly sequenceLength: number;
  readonly seed: number;
  /** Share of the documents held out, by a hash of their text; default 0.02, 0 for none. Not with `validationDocuments`. */
  readonly validationFraction?: number;
  /** Default `line`. */
  readonly sentenceUnit?: SentenceUnit;
  /** What becomes of tokens that a full example has no room for; see `ExampleBuilder`. Default `carry`, which is all that `packed` can do. */
  readonly overflow?: Overflow;
  /** Default `reference`. */
  readonly exampleMode?: ExampleMode;
  readonly tokensPerShard?: number;
  /**
   * Threads that encode and build examples, besides this one, which reads and writes; default 0: this one does it all.
   * What is written does not depend on it. Each takes 60 to 90 MB, the process without any about 200.
   */
  readonly workers?: number;
  /**
   * A folder beside `out` where the work stays when `prepare` is killed, aborted or fails after it has written a shard,
   * and what to do about earlier work there: go on with it, which needs the same documents and options and gives the
   * same result as if nothing had happened; refuse; or start over. Without it whatever fails or is aborted leaves nothing behind.
   */
  readonly unfinished?: {
    readonly folder: string;
    readonly earlier: 'continue' | 'refuse' | 'discard';
    /** With `continue`, told how many documents earlier work has read already: 0 where there is none to go on with. */
    readonly onContinue?: (documents: number) => void;
  };
  readonly onProgress?: (progress: PrepareProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes the examples of documents into a folder of token shards: the whole folder or nothing. The result depends on
 * the documents, the tokenizer and the options only; a document's examples depend on its own text and the seed.
 *
 * Without held-out documents of their own, and with a validation fraction above 0, at least one document is held out and one is
 * trained on; of a single document, its last examples are held out.
 *
 * @throws {UserError} where the folder exists or another process prepares it, an option is out of range, a document is no `{ id, text }`, there is
 *   no text, or unfinished work does not fit
 * @throws the signal's reason where it is aborted
 */
export async function prepare(options: PrepareOptions): Promise<Manifest> {
  checkPrepareOptions(options);
  const { out, unfinished } = options;
  return withFolderLocked(unfinished?.folder ?? out, () =>
    unfinished === undefined ? writeFolderWhole(out, (folder) => run(options, folder)) : runKept(options, unfinished),
  );
}

/** Goes on with unfinished work, or keeps its own. */
async function runKept(options: PrepareOptions, unfinished: NonNullable<PrepareOptions['unfinished']>): Promise<Manifest> {
  const work = new UnfinishedWork(unfinished.folder, keyOf(options));
  const state = (await work[unfinished.earlier]()) ?? undefined;
  if (unfinished.earlier === 'continue') {
    unfinished.onContinue?.(state === undefined ? 0 : state.read.train + state.read.valid);
  }
  let isSaved = state !== undefined;
  const save = async (current: PreparationState) => {
    await work.save(current);
    isSaved = true;
  };
  const fill = async (folder: string) => {
    const manifest = await run(options, folder, state, save);
    await work.end();
    return manifest;
  };
  return writeFolderWhole(options.out, fill, { temporary: unfinished.folder, keeps: () => isSaved });
}

/** What errors call the streams: the options that they come from. */
const names: Readonly<Record<Side, string>> = { train: 'documents', valid: 'validationDocuments' };

/** @param save called whenever a shard has been written */
async function run(
  options: PrepareOptions,
  folder: string,
  state?: PreparationState,
  save?: (state: PreparationState) => Promise<void>,
): Promise<Manifest> {
  const { documents, validationDocuments, signal, onProgress } = options;
  const preparation = new Preparation(options, folder, state);
  const skip = new SkipRead(state);
  const builder = startBuilder(options);
  let { files } = preparation;
  const pass = async (
    source: AsyncIterable<Document>,
    stream: Side,
    add: (document: Document, built: BuiltDocument) => Promise<void>,
  ) => {
    signal?.throwIfAborted();
    const build = async (group: Document[]) => ({ group, built: await builder.build(group.map(({ text }) => text)) });
    for await (const { group, built } of runAhead(documentGroups(skip.rest(checkedDocuments(source, names[stream]), stream)), build, builder.ahead)) {
      signal?.throwIfAborted();
      for (const [i, document] of group.entries()) {
        await add(document, built[i]);
        if (save !== undefined && preparation.files > files) {
          files = preparation.files;
          await save(preparation.state);
        }
      }
      onProgress?.(preparation.progress);
    }
    signal?.throwIfAborted();
  };
  try {
    if (validationDocuments !== undefined) {
      // First, so that a mistake about them is found before hours have passed.
      await pass(validationDocuments, 'valid', (document, built) => preparation.addHeldOut(document, built));
      preparation.requireHeldOut();
    }
    await pass(documents, 'train', (document, built) => preparation.add(document, built));
    return await preparation.finish();
  } finally {
    await builder.close();
  }
}

/** Groups that may be under way for each worker: one that it works on and one that waits for it. */
const groupsOfWorker = 2;

/** What builds documents, here or in threads, and how many groups of them may be under way. */
function startBuilder(options: PrepareOptions) {
  const { tokenizer, workers = 0 } = options;
  const { cls, sep } = tokenizer.specialTokens;
  const buildOptions: BuildOptions = { ...exampleOptionsOf(options), specialTokens: { cls, sep } };
  if (workers === 0) {
    const build = (texts: readonly string[]) => buildDocuments(texts, tokenizer, buildOptions);
    return { build, ahead: 1, close: async () => undefined };
  }
  const pool = new BuilderPool(workers, { files: tokenizer.files, options: buildOptions });
  return { build: pool.build.bind(pool), ahead: workers * groupsOfWorker, close: () => pool.close() };
}

function keyOf(options: PrepareOptions): PreparationKey {
  return {
    ...exampleOptionsOf(options),
    tokenizer: options.tokenizer.fingerprint,
    validation: options.validationDocuments === undefined ? 'a share' : 'given',
    validationFraction: validationFractionOf(options),
    tokensPerShard: options.tokensPerShard ?? 'default',
  };
}
