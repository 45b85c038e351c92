import type { Example } from '../examples/example-builder.js';
import type { SplitManifest } from './manifest.js';
import { ShardWriter, type ShardWriterOptions } from './shard-writer.js';

/** The examples of one document, and the tokens that none of them holds. */
export interface DocumentExamples {
  readonly examples: readonly Example[];
  readonly droppedTokens: number;
}

/** Writes one split and counts what goes into it. */
export class SplitWriter {
  examples = 0;
  tokens = 0;
  private documents = 0;
  private droppedTokens = 0;
  private readonly shards: ShardWriter;

  constructor(options: ShardWriterOptions) {
    this.shards = new ShardWriter(options);
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
