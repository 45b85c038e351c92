import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

import { UserError } from '@electra-ts/config';

/** The bytes of a shard, wherever they are. */
export interface ByteSource {
  /** `length` bytes from `place` on, aligned to 4 bytes if `place` is. The next call may overwrite them. */
  bytes(place: number, length: number): Uint8Array;
  /** SHA-256 of everything, in hexadecimal digits. */
  sha256(): Promise<string>;
  close(): void;
}

/** What to do about a damaged shard. */
export const repair = 'Copy the folder again from where it is whole, or run `prepare` again';

/** The error for a shard that is not what was written. */
export function damaged(path: string, finding: string): UserError {
  return new UserError({ what: `The token shard ${path} is damaged: ${finding}`, remedy: repair });
}

/** A file held in memory. */
export class MemorySource implements ByteSource {
  private constructor(private readonly content: Uint8Array) {}

  /**
   * Reads a file of `length` bytes.
   *
   * @throws {UserError} where it is shorter
   */
  static async read(path: string, length: number): Promise<MemorySource> {
    const content = new Uint8Array(length);
    const handle = await open(path, 'r');
    try {
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(content, filled, length - filled, filled);
        if (bytesRead === 0) {
          throw damaged(path, `it ends after ${filled} bytes`);
        }
        filled += bytesRead;
      }
    } finally {
      await handle.close();
    }
    return new MemorySource(content);
  }

  bytes(place: number, length: number): Uint8Array {
    return this.content.subarray(place, place + length);
  }

  async sha256(): Promise<string> {
    return createHash('sha256').update(this.content).digest('hex');
  }

  close(): void {
    // Nothing but memory is held.
  }
}

/** Bytes hashed at a time. */
const pieceBytes = 1 << 20;

/** A file read by position, synchronously: an example is less than a page, and its file's pages are mostly cached. */
export class FileSource implements ByteSource {
  private readonly descriptor: number;
  private buffer = new Uint8Array(4096);
  private isOpen = true;

  constructor(private readonly path: string) {
    this.descriptor = openSync(path, 'r');
  }

  bytes(place: number, length: number): Uint8Array {
    if (!this.isOpen) {
      throw new Error(`ShardSet: ${this.path} was read after close()`);
    }
    if (this.buffer.length < length) {
      this.buffer = new Uint8Array(length);
    }
    let filled = 0;
    while (filled < length) {
      const bytesRead = readSync(this.descriptor, this.buffer, filled, length - filled, place + filled);
      if (bytesRead === 0) {
        throw damaged(this.path, `it ends after ${place + filled} bytes`);
      }
      filled += bytesRead;
    }
    return this.buffer.subarray(0, length);
  }

  async sha256(): Promise<string> {
    const hash = createHash('sha256');
    const handle = await open(this.path, 'r');
    try {
      const piece = new Uint8Array(pieceBytes);
      for (;;) {
        const { bytesRead } = await handle.read(piece, 0, piece.length, null);
        if (bytesRead === 0) {
          return hash.digest('hex');
        }
        hash.update(piece.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  close(): void {
    if (this.isOpen) {
      this.isOpen = false;
      closeSync(this.descriptor);
    }
  }
}
