import type { Example } from '../examples/example-builder.js';
import type { SplitManifest } from './manifest.js';
import { ShardWriter, type ShardWriterOptions, type ShardWriterState } from './shard-writer.js';

/** The examples of one document, and the tokens that none of them holds. */
export interface DocumentExamples {
  readonly examples: readonly Example[];
  readonly droppedTokens: number;
}

/** What it takes to go on with a split: its counts, and what no file holds yet. */
export interface SplitWriterState {
  readonly examples: number;
  readonly tokens: number;
  readonly documents: number;
  readonly droppedTokens: number;
  readonly shards: ShardWriterState;
}

/** Writes one split and counts what goes into it. */
export class SplitWriter {
  examples: number;
  tokens: number;
  private documents: number;
  private droppedTokens: number;
  private readonly shards: ShardWriter;

  /** @param state where another one stopped */
  constructor(options: ShardWriterOptions, state?: SplitWriterState) {
    this.examples = state?.examples ?? 0;
    this.tokens = state?.tokens ?? 0;
    this.documents = state?.documents ?? 0;
    this.droppedTokens = state?.droppedTokens ?? 0;
    this.shards = new ShardWriter(options, state?.shards);
  }

  /** Files written so far. */
  get files(): number {
    return this.shards.files;
  }

  /** A copy of what it takes to go on from here. */
  get state(): SplitWriterState {
    const { examples, tokens, documents, droppedTokens } = this;
    return { examples, tokens, documents, droppedTokens, shards: this.shards.state };
  }

  /** Adds a document's examples. */
  async add({ examples, droppedTokens }: DocumentExamples): Promise<void> {
    this.documents++;
    this.droppedTokens += droppedTokens;
    for (const example of examples) {
      this.examples++;
      this.tokens += example.ids.length;
      await this.shards.add(example);
    }
  }

  /** Writes the last shard and returns the split's part of the manifest. */
  async finish(): Promise<SplitManifest> {
    const files = [...(await this.shards.finish())];
    const { documents, examples, tokens, droppedTokens } = this;
    return { documents, examples, tokens, droppedTokens, files };
  }
}
