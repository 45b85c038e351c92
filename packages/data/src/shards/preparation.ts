import { join } from 'node:path';

import { UserError } from '@electra-ts/config';

import type { Document } from '../sources/document-stream.js';
import type { BuiltDocument } from './build-documents.js';
import { chainHash, HeldOut, type HeldOutState, type Side } from './held-out.js';
import { type Manifest, manifestName, manifestVersion } from './manifest.js';
import type { PrepareOptions, PrepareProgress } from './prepare.js';
import { idBytesFor } from './shard-format.js';
import { type SourceCount, SourceCounts } from './source-counts.js';
import { type DocumentExamples, SplitWriter, type SplitWriterState } from './split-writer.js';
import { writeFileSynced } from './write-folder-whole.js';

/** What it takes to go on with a preparation: plain data and typed arrays. */
export interface PreparationState {
  /** Documents read of each stream. */
  readonly read: Readonly<Record<Side, number>>;
  /** A hash of the texts of all of them, in order. */
  readonly chain: string;
  readonly characters: number;
  readonly sources: readonly (readonly [string, SourceCount])[];
  readonly splits: Readonly<Record<Side, SplitWriterState>>;
  readonly heldOut: HeldOutState<DocumentExamples>;
}

/** Divides built documents into splits, writes them into a folder and counts. */
export class Preparation {
  private readonly read = { train: 0, valid: 0 };
  private chain = '';
  private characters = 0;
  private readonly sources: SourceCounts;
  private readonly splits: Readonly<Record<Side, SplitWriter>>;
  private readonly heldOut: HeldOut<DocumentExamples>;
  private readonly fraction: number;

  constructor(
    private readonly options: PrepareOptions,
    private readonly folder: string,
    state?: PreparationState,
  ) {
    const { tokenizer, sequenceLength, tokensPerShard } = options;
    const idBytes = idBytesFor(tokenizer.vocabularySize);
    const joined = options.exampleMode === 'packed' ? tokenizer.specialTokens : undefined;
    const split = (name: Side) =>
      new SplitWriter({ folder, split: name, sequenceLength, idBytes, tokensPerShard, joined }, state?.splits[name]);
    this.splits = { train: split('train'), valid: split('valid') };
    this.sources = new SourceCounts(state?.sources);
    this.fraction = validationFractionOf(options);
    this.heldOut = new HeldOut(this.fraction, state?.heldOut);
    this.characters = state?.characters ?? 0;
    this.chain = state?.chain ?? '';
    Object.assign(this.read, state?.read);
  }

  /** A copy of what it takes to go on from here; valid between two documents. */
  get state(): PreparationState {
    const { read, chain, characters, sources, splits, heldOut } = this;
    return {
      read: { ...read },
      chain,
      characters,
      sources: sources.state,
      splits: { train: splits.train.state, valid: splits.valid.state },
      heldOut: heldOut.state,
    };
  }

  /** Shard files written so far. */
  get files(): number {
    return this.splits.train.files + this.splits.valid.files;
  }

  get documents(): number {
    return this.read.train + this.read.valid;
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

  /** Adds a document, to the split that its hash decides. */
  async add(document: Document, built: BuiltDocument): Promise<void> {
    this.count('train', document, built);
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
    this.count('valid', document, built);
    if (built.examples.length > 0) {
      await this.splits.valid.add(built);
    }
  }

  /** Makes sure that there was held-out text. */
  requireHeldOut(): void {
    if (this.splits.valid.isEmpty) {
      throw noText('held-out text', this.read.valid);
    }
  }

  /** Writes what is left, and the manifest. */
  async finish(): Promise<Manifest> {
    for (const { side, item } of this.heldOut.finish()) {
      await (side === 'only' ? this.shareOut(item) : this.splits[side].add(item));
    }
    const splits = { train: await this.splits.train.finish(), valid: await this.splits.valid.finish() };
    const hasOwnHeldOut = this.options.validationDocuments !== undefined;
    if (splits.train.examples + (hasOwnHeldOut ? 0 : splits.valid.examples) === 0) {
      throw noText('text', this.read.train);
    }
    const { tokenizer } = this.options;
    const { sequenceLength, seed, sentenceUnit, overflow, exampleMode } = exampleOptionsOf(this.options);
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
    await writeFileSynced(join(this.folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  }

  private count(stream: Side, document: Document, { examples, hash }: BuiltDocument): void {
    this.read[stream]++;
    this.chain = chainHash(this.chain, hash);
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

const defaultValidationFraction = 0.02;

/** The share of the documents to hold out. */
export function validationFractionOf({ validationDocuments, validationFraction }: PrepareOptions): number {
  return validationDocuments === undefined ? (validationFraction ?? defaultValidationFraction) : 0;
}

/** The options that examples depend on, with their defaults. */
export function exampleOptionsOf(options: PrepareOptions) {
  const { sequenceLength, seed, sentenceUnit = 'line', overflow = 'carry', exampleMode = 'reference' } = options;
  return { sequenceLength, seed, sentenceUnit, overflow, exampleMode };
}

function noText(kind: string, documents: number): UserError {
  return new UserError({
    what: `There is no ${kind} to prepare`,
    expected: 'at least one document with text',
    received: `${documents} documents that give no tokens`,
  });
}
