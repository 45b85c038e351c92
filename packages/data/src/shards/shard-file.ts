import { stat } from 'node:fs/promises';

import { UserError } from '@electra-ts/config';

import { type ByteSource, damaged, FileSource, MemorySource, repair } from './byte-source.js';
import type { ShardFileEntry } from './manifest.js';
import { decodeHeader, type ShardHeader, type ShardLayout, shardFormat, shardLayout } from './shard-format.js';

/** Whether a shard's tokens are held in memory, or read from the file when they are needed. */
export type ShardAccess = 'memory' | 'file';

/** One open shard. The index (6 bytes an example) is always in memory. */
export class ShardFile {
  private constructor(
    readonly header: ShardHeader,
    private readonly layout: ShardLayout,
    private readonly starts: Uint32Array,
    private readonly boundaries: Uint16Array,
    private readonly source: ByteSource,
  ) {}

  /**
   * Opens a shard and compares it with its entry in the manifest: size, SHA-256, and an index that makes sense.
   *
   * @throws {UserError} naming the file and what is wrong with it
   */
  static async open(path: string, entry: ShardFileEntry, access: ShardAccess): Promise<ShardFile> {
    await checkSize(path, entry);
    const source: ByteSource =
      access === 'memory' ? await MemorySource.read(path, entry.bytes) : new FileSource(path);
    try {
      if ((await source.sha256()) !== entry.sha256) {
        throw damaged(path, 'its SHA-256 is not the one in the manifest');
      }
      const header = decodeHeader(source.bytes(0, Math.min(shardFormat.headerBytes, entry.bytes)));
      if (typeof header === 'string') {
        throw damaged(path, header);
      }
      const layout = shardLayout(header);
      if (layout.fileBytes !== entry.bytes) {
        throw damaged(path, `its header promises ${layout.fileBytes} bytes, and it has ${entry.bytes}`);
      }
      const starts = new Uint32Array(copyOf(source.bytes(layout.starts, 4 * (header.examples + 1))));
      const boundaries = new Uint16Array(copyOf(source.bytes(layout.boundaries, 2 * header.examples)));
      checkIndex(path, header, starts, boundaries);
      return new ShardFile(header, layout, starts, boundaries, source);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** Number of tokens of example `index`. */
  length(index: number): number {
    return this.starts[index + 1] - this.starts[index];
  }

  /** Tokens of example `index` that belong to its first segment. */
  boundary(index: number): number {
    return this.boundaries[index];
  }

  /** Writes the ids of example `index` into `out` from `place` on. */
  copyIds(index: number, out: Int32Array, place: number): void {
    const { idBytes } = this.header;
    const length = this.length(index);
    const bytes = this.source.bytes(this.layout.ids + idBytes * this.starts[index], idBytes * length);
    // Sections are aligned and both sources give an aligned place.
    const ids =
      idBytes === 2
        ? new Uint16Array(bytes.buffer, bytes.byteOffset, length)
        : new Uint32Array(bytes.buffer, bytes.byteOffset, length);
    out.set(ids, place);
  }

  /** Writes the word starts (0 or 1) of example `index` into `out` from `place` on. */
  copyWordStarts(index: number, out: Uint8Array, place: number): void {
    const first = this.starts[index];
    const length = this.length(index);
    const firstByte = first >> 3;
    const bits = this.source.bytes(this.layout.wordStarts + firstByte, ((first + length - 1) >> 3) - firstByte + 1);
    const shift = first & 7;
    for (let t = 0; t < length; t++) {
      const bit = shift + t;
      out[place + t] = (bits[bit >> 3] >> (bit & 7)) & 1;
    }
  }

  close(): void {
    this.source.close();
  }
}

async function checkSize(path: string, entry: ShardFileEntry): Promise<void> {
  let size: number;
  try {
    size = (await stat(path)).size;
  } catch (cause) {
    throw new UserError(
      { what: `The token shard ${path} cannot be read`, received: (cause as Error).message, remedy: repair },
      { cause },
    );
  }
  if (size !== entry.bytes) {
    throw damaged(path, `it has ${size} bytes where the manifest says ${entry.bytes}`);
  }
}

function checkIndex(path: string, header: ShardHeader, starts: Uint32Array, boundaries: Uint16Array): void {
  for (let i = 0; i < header.examples; i++) {
    const length = starts[i + 1] - starts[i];
    if (length < 1 || length > header.sequenceLength || boundaries[i] < 1 || boundaries[i] > length) {
      throw damaged(path, `its index gives example ${i} ${length} tokens, ${boundaries[i]} in the first segment`);
    }
  }
  if (starts[0] !== 0 || starts[header.examples] !== header.tokens) {
    throw damaged(path, 'its index does not cover its tokens');
  }
}

/** A buffer of its own, aligned for any element type. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
