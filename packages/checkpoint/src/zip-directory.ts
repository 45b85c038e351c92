import { UserError } from '@electra-ts/config';
import { type OpenFile, readExactly } from './read-elements.js';

/** One stored (not compressed) file of a zip archive. */
export interface ZipEntry {
  /** Byte of its local header. */
  readonly header: number;
  readonly bytes: number;
}

const refuse = (path: string, expected: string, received: string): UserError =>
  new UserError({ what: `${path} is not a zip archive as torch.save writes it`, expected, received });

/**
 * Reads the directory at the end of a zip archive below 4 GiB (PKWARE's APPNOTE.TXT, 4.3.12 and 4.3.16).
 *
 * @throws UserError where it is damaged, an entry is compressed, or entries claim more than the file has
 */
export async function readZipDirectory(file: OpenFile, size: number): Promise<Map<string, ZipEntry>> {
  const tail = Buffer.alloc(Math.min(size, 22 + 65_535));
  await readExactly(file, tail, size - tail.length);
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0 || at + 22 > tail.length) throw refuse(file.path, 'a directory at its end', 'none: it may be truncated');
  const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (start + length > size) throw refuse(file.path, 'a directory inside a file below 4 GiB', `one at byte ${start}`);
  const directory = Buffer.alloc(length);
  await readExactly(file, directory, start);
  const entries = new Map<string, ZipEntry>();
  let claimed = 0;
  for (let next = 0; next + 46 <= length; ) {
    const nameBytes = directory.readUInt16LE(next + 28);
    const name = directory.toString('utf8', next + 46, next + 46 + nameBytes);
    const entry = { header: directory.readUInt32LE(next + 42), bytes: directory.readUInt32LE(next + 24) };
    claimed += entry.bytes;
    if (directory.readUInt32LE(next) !== 0x02014b50 || directory.readUInt16LE(next + 10) !== 0 || entries.has(name)) {
      throw refuse(file.path, 'files that are stored, each once', name.slice(0, 80));
    }
    if (entry.header + 30 + entry.bytes > size || claimed > size) {
      throw refuse(file.path, `${name.slice(0, 80)} inside its ${size} bytes`, `${entry.bytes} bytes`);
    }
    entries.set(name, entry);
    next += 46 + nameBytes + directory.readUInt16LE(next + 30) + directory.readUInt16LE(next + 32);
  }
  return entries;
}

/** Byte at which an entry's data begins: behind its local header, whose fields have lengths of their own. */
export async function zipDataStart(file: OpenFile, { header }: ZipEntry): Promise<number> {
  const local = Buffer.alloc(30);
  await readExactly(file, local, header);
  return header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
}
