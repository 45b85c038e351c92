import { UserError } from '@electra-ts/config';

/** Bytes of the footer: two handles, padding, and a number that marks the format. */
const FOOTER = 48;
const MAGIC = 0xdb4775248b80fb57n;
/** Type and checksum behind each block. */
const TRAILER = 5;

/** Bytes that are read from front to back; every read past the end is refused. */
export class ByteReader {
  constructor(private readonly bytes: Buffer, private at: number, private readonly end: number, private readonly path: string) {}

  /** Whether something is left. */
  get more(): boolean {
    return this.at < this.end;
  }

  /** An unsigned integer in groups of seven bits, the lowest first (protobuf's varint). */
  varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 56; factor *= 128) {
      const [byte] = this.take(1);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
    }
    throw damaged(this.path, 'integers below 2^53', 'a larger one');
  }

  take(length: number): Buffer {
    if (length > this.end - this.at) throw damaged(this.path, `${length} more bytes`, String(this.end - this.at));
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/**
 * The entries of a sorted table as TensorFlow writes the index of a checkpoint: LevelDB's format without compression
 * (doc/table_format.md there; core/lib/io/format.cc in TensorFlow).
 *
 * @param bytes the whole file
 * @param path for messages
 * @throws UserError where it is damaged or compressed
 */
export function readSortedTable(bytes: Buffer, path: string): Map<string, Buffer> {
  const footer = bytes.length - FOOTER;
  if (footer < 0 || bytes.readBigUInt64LE(bytes.length - 8) !== MAGIC) {
    throw damaged(path, 'the mark of a table at its end', 'something else: it may be truncated');
  }
  const handles = new ByteReader(bytes, footer, bytes.length, path);
  blockAt(handles); // of further facts, which there are none of
  const index = entriesOf(bytes, blockAt(handles), path);
  const entries = new Map<string, Buffer>();
  for (const [, handle] of index) {
    const block = blockAt(new ByteReader(handle, 0, handle.length, path));
    for (const [key, value] of entriesOf(bytes, block, path)) {
      if (entries.has(key)) throw damaged(path, 'each key once', key.slice(0, 80));
      entries.set(key, value);
    }
  }
  return entries;
}

interface Block {
  readonly offset: number;
  readonly size: number;
}

const blockAt = (handle: ByteReader): Block => ({ offset: handle.varint(), size: handle.varint() });

function entriesOf(bytes: Buffer, { offset, size }: Block, path: string): [string, Buffer][] {
  if (size < 4 || offset + size + TRAILER > bytes.length) throw damaged(path, 'blocks inside the file', `one at byte ${offset}`);
  if (bytes[offset + size] !== 0) throw damaged(path, 'blocks without compression', `compression ${bytes[offset + size]}`);
  // Behind the entries: places at which keys are whole, and how many there are.
  const restarts = bytes.readUInt32LE(offset + size - 4);
  const length = size - 4 * (restarts + 1);
  if (length < 0) throw damaged(path, 'a block with its entries', `${restarts} restarts in ${size} bytes`);
  const reader = new ByteReader(bytes, offset, offset + length, path);
  const entries: [string, Buffer][] = [];
  let key = Buffer.alloc(0);
  while (reader.more) {
    const [shared, rest, valueBytes] = [reader.varint(), reader.varint(), reader.varint()];
    if (shared > key.length) throw damaged(path, 'keys that go on from the one before', `${shared} shared bytes of ${key.length}`);
    key = Buffer.concat([key.subarray(0, shared), reader.take(rest)]);
    entries.push([key.toString(), reader.take(valueBytes)]);
  }
  return entries;
}

/** What is wrong with an index. */
export const damaged = (path: string, expected: string, received: string): UserError =>
  new UserError({ what: `${path} is not the index of a TensorFlow checkpoint`, expected, received, remedy: 'Save or download the file again' });
