import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';

import type { ExpansionLimit } from './expansion-limit.js';

/** Compressed bytes that certainly hold a whole block of `size` bytes: bzip2 adds at most 1 % and 600 bytes to what does not shrink. */
const compressedBytesFor = (size: number) => size + (size >> 4) + 1024;

/**
 * Decompresses bzip2, streams that follow each other included, a block at a time, and checks the checksums. At most a
 * block's compressed bytes (1 MB), its sorted bytes (4 MB) and its text are in memory; the text of a block that was made
 * to grow is 47 MB.
 *
 * @throws where the data is damaged or ends too early, and what `limit` throws
 */
export async function* bunzip(source: AsyncIterable<Uint8Array>, limit: ExpansionLimit): AsyncGenerator<Uint8Array> {
  const input = new BitInput(source);
  try {
    do {
      await input.fill(headerBytes);
      const size = 100_000 * readHeader(input);
      const buffer = new Int32Array(size);
      let checksum: number | null = 0;
      for (;;) {
        await input.fill(compressedBytesFor(size));
        const text = new GrowingBytes(size);
        checksum = readBlock(input, text, buffer, checksum);
        if (checksum === null) {
          break;
        }
        limit.addDecompressed(text.length);
        yield text.bytes;
      }
      await input.fill(1);
    } while (input.available > 0);
  } finally {
    await input.close();
  }
}

const headerBytes = 4;

function readHeader({ bits }: BitInput): number {
  return named(() => bzip2.header(bits));
}

function readBlock({ bits }: BitInput, text: GrowingBytes, buffer: Int32Array, checksum: number): number | null {
  return named(() => bzip2.decompress(bits, (byte) => text.push(byte), buffer, buffer.length, checksum));
}

/** The decoder's own messages ("I'm a monkey …") tell nobody anything. */
function named<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw (cause as Error).message === unexpectedEnd ? cause : new Error('data that is not bzip2 or is damaged', { cause });
  }
}

const unexpectedEnd = 'unexpected EOF';

/** Bits of a stream, read without waiting once enough bytes have been waited for. */
class BitInput {
  readonly bits;
  private readonly iterator: AsyncIterator<Uint8Array>;
  /** It is asked for the first one before there is any. */
  private readonly queue: Uint8Array[] = [new Uint8Array(0)];
  private received = 0;
  private hasEnded = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.iterator = source[Symbol.asyncIterator]();
    this.bits = bitIterator(() => {
      const bytes = this.queue.shift();
      if (bytes === undefined) {
        throw new Error(unexpectedEnd);
      }
      return bytes;
    });
  }

  get available(): number {
    return this.received - this.bits.bytesRead;
  }

  /** Waits until `count` bytes are there, or the source ends. */
  async fill(count: number): Promise<void> {
    while (!this.hasEnded && this.available < count) {
      const { done, value } = await this.iterator.next();
      if (done === true) {
        this.hasEnded = true;
      } else if (value.length > 0) {
        this.queue.push(value);
        this.received += value.length;
      }
    }
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }
}

/** Bytes that are written one by one, without a number object for each. */
class GrowingBytes {
  length = 0;
  private data: Uint8Array;

  constructor(size: number) {
    this.data = new Uint8Array(size);
  }

  get bytes(): Uint8Array {
    return this.data.subarray(0, this.length);
  }

  push(byte: number): void {
    if (this.length === this.data.length) {
      const larger = new Uint8Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = byte;
  }
}
