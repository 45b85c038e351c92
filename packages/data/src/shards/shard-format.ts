import { endianness } from 'node:os';

/**
 * A shard file (docs/shard-format.md): a header of 64 bytes, then four sections, each beginning at a multiple of 4
 * bytes. All numbers are little-endian.
 *
 *     starts      uint32 x (examples + 1)    where each example's tokens begin; the last is the number of tokens
 *     boundaries  uint16 x examples          tokens in the first segment, [CLS] and [SEP] included
 *     ids         uint16 or uint32 x tokens
 *     word starts 1 bit x tokens             lowest bit first
 */
export const shardFormat = {
  magic: 'ELTSHARD',
  version: 1,
  headerBytes: 64,
  /** Segment boundaries are 16-bit. */
  longestSequence: 0xffff,
} as const;

/** What a shard's header says. */
export interface ShardHeader {
  readonly sequenceLength: number;
  readonly idBytes: 2 | 4;
  readonly examples: number;
  readonly tokens: number;
}

/** Where the sections of a shard begin, in bytes, and how long the file is. */
export interface ShardLayout {
  readonly starts: number;
  readonly boundaries: number;
  readonly ids: number;
  readonly wordStarts: number;
  readonly fileBytes: number;
}

/** Bytes of an id: 2 where every id fits into 16 bits. */
export function idBytesFor(vocabularySize: number): 2 | 4 {
  return vocabularySize <= 0x1_0000 ? 2 : 4;
}

/** The places of a shard's sections. */
export function shardLayout({ examples, tokens, idBytes }: ShardHeader): ShardLayout {
  const starts = shardFormat.headerBytes;
  const boundaries = starts + 4 * (examples + 1);
  const ids = aligned(boundaries + 2 * examples);
  const wordStarts = aligned(ids + idBytes * tokens);
  return { starts, boundaries, ids, wordStarts, fileBytes: aligned(wordStarts + Math.ceil(tokens / 8)) };
}

/** The header's 64 bytes. */
export function encodeHeader(header: ShardHeader): Uint8Array {
  const bytes = Buffer.alloc(shardFormat.headerBytes);
  bytes.write(shardFormat.magic, 0, 'latin1');
  const fields = [shardFormat.version, header.sequenceLength, header.idBytes, header.examples, header.tokens];
  fields.forEach((value, i) => bytes.writeUInt32LE(value, 8 + 4 * i));
  return bytes;
}

/**
 * Reads a header.
 *
 * @returns the header, or a sentence that says what is wrong with it
 */
export function decodeHeader(bytes: Uint8Array): ShardHeader | string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < shardFormat.headerBytes) {
    return `it ends after ${view.length} bytes, inside the header`;
  }
  const magic = view.toString('latin1', 0, shardFormat.magic.length);
  if (magic !== shardFormat.magic) {
    return `it begins with ${JSON.stringify(magic)} where a shard begins with "${shardFormat.magic}"`;
  }
  const [version, sequenceLength, idBytes, examples, tokens] = Array.from({ length: 5 }, (_, i) =>
    view.readUInt32LE(8 + 4 * i),
  );
  if (version !== shardFormat.version) {
    return `its format has version ${version}; this program reads version ${shardFormat.version}`;
  }
  if (idBytes !== 2 && idBytes !== 4) {
    return `its ids have ${idBytes} bytes each, where 2 or 4 are possible`;
  }
  return { sequenceLength, idBytes, examples, tokens };
}

/**
 * Shards are read and written through typed arrays, which have the machine's byte order.
 *
 * @throws {Error} on a big-endian machine
 */
export function requireLittleEndian(): void {
  if (endianness() !== 'LE') {
    throw new Error('Token shards: expected a little-endian machine, received a big-endian one');
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
