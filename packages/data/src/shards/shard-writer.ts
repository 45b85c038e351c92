import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { Example } from '../examples/example-builder.js';
import type { ShardFileEntry } from './manifest.js';
import { encodeHeader, requireLittleEndian, type ShardHeader, shardLayout } from './shard-format.js';
import { writeFileSynced } from './write-folder-whole.js';

/** Where and how a split's shards are written. */
export interface ShardWriterOptions {
  readonly folder: string;
  /** Files are called `<split>-00000.tokens` and so on. */
  readonly split: string;
  readonly sequenceLength: number;
  readonly idBytes: 2 | 4;
  /** A shard is full when it has this many tokens; default 4 Mi. One shard is held in memory. */
  readonly tokensPerShard?: number;
}

/** The files that a writer has written, and the examples that none of them holds. */
export interface ShardWriterState {
  readonly entries: readonly ShardFileEntry[];
  readonly starts: readonly number[];
  readonly boundaries: readonly number[];
  readonly ids: Uint16Array | Uint32Array;
  /** Bits. */
  readonly wordStarts: Uint8Array;
}

/** Collects examples and writes them as shard files of bounded size. */
export class ShardWriter {
  private readonly entries: ShardFileEntry[] = [];
  private readonly capacity: number;
  private readonly ids: Uint16Array | Uint32Array;
  private readonly wordStarts: Uint8Array;
  private starts = [0];
  private boundaries: number[] = [];
  private tokens = 0;

  /** @param state where another one stopped */
  constructor(
    private readonly options: ShardWriterOptions,
    state?: ShardWriterState,
  ) {
    requireLittleEndian();
    const { tokensPerShard = 4 << 20, sequenceLength, idBytes } = options;
    // The example that fills a shard may begin at its last token but one.
    this.capacity = tokensPerShard;
    const room = tokensPerShard + sequenceLength;
    this.ids = idBytes === 2 ? new Uint16Array(room) : new Uint32Array(room);
    this.wordStarts = new Uint8Array(Math.ceil(room / 8));
    if (state !== undefined) {
      this.entries.push(...state.entries);
      this.starts = [...state.starts];
      this.boundaries = [...state.boundaries];
      this.tokens = state.ids.length;
      this.ids.set(state.ids);
      this.wordStarts.set(state.wordStarts);
    }
  }

  /** Files written so far. */
  get files(): number {
    return this.entries.length;
  }

  /** A copy of what it takes to go on from here. */
  get state(): ShardWriterState {
    const { entries, starts, boundaries, tokens } = this;
    const wordStarts = this.wordStarts.slice(0, Math.ceil(tokens / 8));
    return { entries: [...entries], starts: [...starts], boundaries: [...boundaries], ids: this.ids.slice(0, tokens), wordStarts };
  }

  /** Adds an example; writes a file whenever one is full. */
  async add(example: Example): Promise<void> {
    this.append(example);
    if (this.tokens >= this.capacity) {
      await this.writeFile();
    }
  }

  /** Writes what is left and returns the files written, in order. */
  async finish(): Promise<readonly ShardFileEntry[]> {
    if (this.boundaries.length > 0) {
      await this.writeFile();
    }
    return this.entries;
  }

  private append({ ids, types, wordStarts }: Example): void {
    const { sequenceLength } = this.options;
    const { length } = ids;
    if (length === 0 || length > sequenceLength) {
      throw new RangeError(`ShardWriter: expected an example of 1 … ${sequenceLength} tokens, received ${length}`);
    }
    this.ids.set(ids, this.tokens);
    for (let t = 0; t < ids.length; t++) {
      if (wordStarts === undefined || wordStarts[t] === 1) {
        const place = this.tokens + t;
        this.wordStarts[place >> 3] |= 1 << (place & 7);
      }
    }
    const boundary = types.indexOf(1);
    this.boundaries.push(boundary < 0 ? ids.length : boundary);
    this.tokens += ids.length;
    this.starts.push(this.tokens);
  }

  private async writeFile(): Promise<void> {
    const { folder, split, sequenceLength, idBytes } = this.options;
    const examples = this.boundaries.length;
    const header: ShardHeader = { sequenceLength, idBytes, examples, tokens: this.tokens };
    const layout = shardLayout(header);
    const bytes = new Uint8Array(layout.fileBytes);
    bytes.set(encodeHeader(header), 0);
    const section = (array: Uint8Array | Uint16Array | Uint32Array, place: number) =>
      bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), place);
    section(Uint32Array.from(this.starts), layout.starts);
    section(Uint16Array.from(this.boundaries), layout.boundaries);
    section(this.ids.subarray(0, this.tokens), layout.ids);
    section(this.wordStarts.subarray(0, Math.ceil(this.tokens / 8)), layout.wordStarts);

    const name = `${split}-${String(this.entries.length).padStart(5, '0')}.tokens`;
    await writeFileSynced(join(folder, name), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.entries.push({ name, bytes: bytes.length, sha256, examples: header.examples, tokens: header.tokens });
    this.starts = [0];
    this.boundaries = [];
    this.tokens = 0;
    this.wordStarts.fill(0);
  }
}

