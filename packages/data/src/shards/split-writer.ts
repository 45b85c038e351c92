import type { Example, Sentence } from '../examples/example-builder.js';
import { TailJoiner, type TailJoinerOptions } from '../examples/tail-joiner.js';
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
  /** Tokens that wait for those of the next document, where documents are joined. */
  readonly open?: Sentence;
}

/** Where a split is written, and whether its documents' last examples are joined. */
export interface SplitWriterOptions extends ShardWriterOptions {
  readonly joined?: TailJoinerOptions['specialTokens'];
}

/** Writes one split and counts what goes into it. */
export class SplitWriter {
  examples: number;
  tokens: number;
  private documents: number;
  private droppedTokens: number;
  private readonly shards: ShardWriter;
  private readonly joiner: TailJoiner | undefined;

  /** @param state where another one stopped */
  constructor(options: SplitWriterOptions, state?: SplitWriterState) {
    this.examples = state?.examples ?? 0;
    this.tokens = state?.tokens ?? 0;
    this.documents = state?.documents ?? 0;
    this.droppedTokens = state?.droppedTokens ?? 0;
    this.shards = new ShardWriter(options, state?.shards);
    const { joined: specialTokens, sequenceLength } = options;
    this.joiner = specialTokens && new TailJoiner({ sequenceLength, specialTokens }, state?.open);
  }

  /** Files written so far. */
  get files(): number {
    return this.shards.files;
  }

  /** Whether it was given no examples. */
  get isEmpty(): boolean {
    return this.documents === 0;
  }

  /** A copy of what it takes to go on from here. */
  get state(): SplitWriterState {
    const { examples, tokens, documents, droppedTokens } = this;
    return { examples, tokens, documents, droppedTokens, shards: this.shards.state, open: this.joiner?.open };
  }

  /** Adds a document's examples. */
  async add({ examples, droppedTokens }: DocumentExamples): Promise<void> {
    this.documents++;
    this.droppedTokens += droppedTokens;
    for (const example of examples) {
      if (this.joiner === undefined) {
        await this.write(example);
      } else {
        for (const full of this.joiner.add(example)) {
          await this.write(full);
        }
      }
    }
  }

  /** Writes the last shard and returns the split's part of the manifest. */
  async finish(): Promise<SplitManifest> {
    for (const last of this.joiner?.finish() ?? []) {
      await this.write(last);
    }
    const files = [...(await this.shards.finish())];
    const { documents, examples, tokens, droppedTokens } = this;
    return { documents, examples, tokens, droppedTokens, files };
  }

  private async write(example: Example): Promise<void> {
    this.examples++;
    this.tokens += example.ids.length;
    await this.shards.add(example);
  }
}
