import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import type { Tokenizer } from '@electra-ts/tokenizer';

import type { ExampleMode } from '../examples/example-mode.js';
import type { SentenceUnit } from '../examples/sentences.js';
import type { Document } from '../sources/document-stream.js';
import { runAhead } from '../streams/run-ahead.js';
import { buildDocuments, type BuildOptions, type BuiltDocument } from './build-documents.js';
import { BuilderPool } from './builder-pool.js';
import { documentGroups } from './document-groups.js';
import { HeldOut } from './held-out.js';
import { type Manifest, manifestName, manifestVersion } from './manifest.js';
import { idBytesFor, shardFormat } from './shard-format.js';
import { SourceCounts } from './source-counts.js';
import { type DocumentExamples, SplitWriter } from './split-writer.js';
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
  readonly overflow?: 'drop' | 'carry';
  /** Default `reference`. */
  readonly exampleMode?: ExampleMode;
  readonly tokensPerShard?: number;
  /**
   * Threads that encode and build examples, besides this one, which reads and writes; default 0: this one does it all.
   * What is written does not depend on it. Each takes about 70 MB.
   */
  readonly workers?: number;
  readonly onProgress?: (progress: PrepareProgress) => void;
  readonly signal?: AbortSignal;
}

const defaultValidationFraction = 0.02;

/**
 * Writes the examples of documents into a folder of token shards: the whole folder or nothing. The result depends on
 * the documents, the tokenizer and the options only; a document's examples depend on its own text and the seed.
 *
 * Without held-out documents of their own, and with a validation fraction above 0, at least one document is held out and one is
 * trained on; of a single document, its last examples are held out.
 *
 * @throws {UserError} where the folder exists, an option is out of range, or there is no text
 * @throws the signal's reason where it is aborted
 */
export async function prepare(options: PrepareOptions): Promise<Manifest> {
  checkOptions(options);
  return writeFolderWhole(options.out, async (folder) => {
    const run = new Preparation(options, folder);
    const { signal, onProgress } = options;
    const builder = startBuilder(options);
    const pass = async (documents: AsyncIterable<Document>, add: (document: Document, built: BuiltDocument) => Promise<void>) => {
      signal?.throwIfAborted();
      const build = async (group: Document[]) => ({ group, built: await builder.build(group.map(({ text }) => text)) });
      for await (const { group, built } of runAhead(documentGroups(documents), build, builder.ahead)) {
        signal?.throwIfAborted();
        for (const [i, document] of group.entries()) {
          await add(document, built[i]);
        }
        onProgress?.(run.progress);
      }
      signal?.throwIfAborted();
    };
    try {
      if (options.validationDocuments !== undefined) {
        // First, so that a mistake about them is found before hours have passed.
        await pass(options.validationDocuments, (document, built) => run.addHeldOut(document, built));
        run.requireHeldOut();
      }
      await pass(options.documents, (document, built) => run.add(document, built));
      return await run.finish();
    } finally {
      await builder.close();
    }
  });
}

/** Groups that may be under way for each worker: one that it works on and one that waits for it. */
const groupsOfWorker = 2;

/** What builds documents, here or in threads, and how many groups of them may be under way. */
function startBuilder(options: PrepareOptions) {
  const { tokenizer, sequenceLength, seed, sentenceUnit = 'line', overflow = 'carry', exampleMode = 'reference', workers = 0 } = options;
  const { cls, sep } = tokenizer.specialTokens;
  const buildOptions: BuildOptions = { sequenceLength, specialTokens: { cls, sep }, seed, sentenceUnit, overflow, exampleMode };
  if (workers === 0) {
    const build = (texts: readonly string[]) => buildDocuments(texts, tokenizer, buildOptions);
    return { build, ahead: 1, close: async () => undefined };
  }
  const pool = new BuilderPool(workers, { files: tokenizer.files, options: buildOptions });
  return { build: pool.build.bind(pool), ahead: workers * groupsOfWorker, close: () => pool.close() };
}

class Preparation {
  private documents = 0;
  private characters = 0;
  private heldOutDocuments = 0;
  private readonly sources = new SourceCounts();
  private readonly splits: Readonly<Record<'train' | 'valid', SplitWriter>>;
  private readonly heldOut: HeldOut<DocumentExamples>;
  private readonly fraction: number;

  constructor(
    private readonly options: PrepareOptions,
    private readonly folder: string,
  ) {
    const { tokenizer, sequenceLength, tokensPerShard } = options;
    const idBytes = idBytesFor(tokenizer.vocabularySize);
    const split = (name: string) => new SplitWriter({ folder, split: name, sequenceLength, idBytes, tokensPerShard });
    this.splits = { train: split('train'), valid: split('valid') };
    this.fraction = fractionOf(options);
    this.heldOut = new HeldOut(this.fraction);
  }

  get progress(): PrepareProgress {
    const { train, valid } = this.splits;
    return {
      documents: this.documents,
      characters: this.characters,
      examples: train.examples + valid.examples,
      tokens: train.tokens + valid.tokens,
    };
  }

  async add(document: Document, built: BuiltDocument): Promise<void> {
    this.count(document, built);
    // A document of characters that the tokenizer leaves out altogether must not be the one that is held out.
    if (built.examples.length === 0) {
      return;
    }
    for (const { side, item } of this.heldOut.add(built.hash.place, built)) {
      await this.splits[side].add(item);
    }
  }

  /** Adds a document that is held out, whatever its hash. */
  async addHeldOut(document: Document, built: BuiltDocument): Promise<void> {
    this.count(document, built);
    if (built.examples.length > 0) {
      await this.splits.valid.add(built);
    }
  }

  /** Makes sure that there was held-out text. */
  requireHeldOut(): void {
    if (this.splits.valid.examples === 0) {
      throw noText('held-out text', this.documents);
    }
    this.heldOutDocuments = this.documents;
  }

  async finish(): Promise<Manifest> {
    for (const { side, item } of this.heldOut.finish()) {
      await (side === 'only' ? this.shareOut(item) : this.splits[side].add(item));
    }
    const splits = { train: await this.splits.train.finish(), valid: await this.splits.valid.finish() };
    const hasOwnHeldOut = this.options.validationDocuments !== undefined;
    if (splits.train.examples + (hasOwnHeldOut ? 0 : splits.valid.examples) === 0) {
      throw noText('text', this.documents - this.heldOutDocuments);
    }
    const { tokenizer, sequenceLength, seed, sentenceUnit = 'line', overflow = 'carry', exampleMode = 'reference' } = this.options;
    const { pad, unk, cls, sep, mask } = tokenizer.specialTokens;
    const sources = this.sources.finish();
    const manifest: Manifest = {
      version: manifestVersion,
      tokenizerFingerprint: tokenizer.fingerprint,
      vocabularySize: tokenizer.vocabularySize,
      specialTokens: { pad, unk, cls, sep, mask },
      sequenceLength,
      seed,
      validationFraction: this.fraction,
      validation: hasOwnHeldOut ? 'given' : 'share',
      sentenceUnit,
      overflow,
      exampleMode,
      documents: this.documents,
      characters: this.characters,
      ...(sources && { sources }),
      splits,
    };
    await writeSynced(join(this.folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  }

  private count(document: Document, { examples }: BuiltDocument): void {
    this.documents++;
    this.characters += document.text.length;
    this.sources.add(document, examples);
  }

  /** Of a single document, the last examples are held out, but never all. */
  private async shareOut({ examples, droppedTokens }: DocumentExamples): Promise<void> {
    const heldOut = Math.min(examples.length - 1, Math.ceil(examples.length * this.fraction));
    const border = examples.length - heldOut;
    await this.splits.train.add({ examples: examples.slice(0, border), droppedTokens });
    if (heldOut > 0) {
      await this.splits.valid.add({ examples: examples.slice(border), droppedTokens: 0 });
    }
  }
}

/** The share of the documents to hold out. */
function fractionOf({ validationDocuments, validationFraction }: PrepareOptions): number {
  return validationDocuments === undefined ? (validationFraction ?? defaultValidationFraction) : 0;
}

function noText(kind: string, documents: number): UserError {
  return new UserError({
    what: `There is no ${kind} to prepare`,
    expected: 'at least one document with text',
    received: `${documents} documents that give no tokens`,
  });
}

function checkOptions(options: PrepareOptions): void {
  const { sequenceLength, seed, validationFraction = defaultValidationFraction, workers = 0 } = options;
  const check = (isGood: boolean, what: string, expected: string, received: number) => {
    if (!isGood) {
      throw new UserError({ what: `prepare: ${what}`, expected, received: String(received) });
    }
  };
  const longest = shardFormat.longestSequence;
  check(
    Number.isInteger(sequenceLength) && sequenceLength >= 8 && sequenceLength <= longest,
    'the sequence length',
    `an integer from 8 to ${longest}`,
    sequenceLength,
  );
  if (options.exampleMode === 'packed' && options.overflow === 'drop') {
    throw new UserError({
      what: "prepare: overflow 'drop' with packed examples",
      expected: "'carry': packed examples are cut where they are full, and nothing is left over",
      received: "'drop'",
    });
  }
  check(Number.isSafeInteger(workers) && workers >= 0, 'the workers', 'a whole number of at least 0', workers);
  check(Number.isSafeInteger(seed), 'the seed', 'an integer', seed);
  if (options.validationDocuments !== undefined && options.validationFraction !== undefined) {
    throw new UserError({
      what: 'prepare: a validation fraction besides held-out documents',
      expected: 'one of the two',
      received: `validationFraction ${validationFraction} and validationDocuments`,
    });
  }
  check(
    validationFraction >= 0 && validationFraction < 1,
    'the validation fraction',
    'a number from 0 up to, not including, 1',
    validationFraction,
  );
}

async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
