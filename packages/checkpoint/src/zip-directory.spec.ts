import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readZipDirectory, zipDataStart } from './zip-directory.js';

/** Written by torch: tools/fixtures/torch_checkpoints.py. */
const fixture = readFileSync(join(__dirname, '../fixtures/torch-zip.bin'));
/** Where the central directory's first record is. */
const first = fixture.indexOf('PK\x01\x02', undefined, 'latin1');

describe('readZipDirectory', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zip-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Reads the fixture after a change of its bytes. */
  async function directoryOf(change: (bytes: Buffer) => Buffer | void = () => undefined) {
    const bytes = Buffer.from(fixture);
    const changed = change(bytes) ?? bytes;
    const path = join(folder, 'archive.bin');
    writeFileSync(path, changed);
    const handle = await open(path);
    try {
      const file = { path, handle };
      const entries = await readZipDirectory(file, changed.length);
      const starts = await Promise.all([...entries.values()].map((entry) => zipDataStart(file, entry)));
      return { entries, starts };
    } finally {
      await handle.close();
    }
  }

  it('finds every file, and where its data begins', async () => {
    const { entries, starts } = await directoryOf();
    const names = [...entries.keys()];
    const version = names.findIndex((name) => name.endsWith('/version'));
    expect(names.some((name) => name.endsWith('/data.pkl'))).toBe(true);
    expect(fixture.toString('latin1', starts[version], starts[version] + 1)).toBe('3');
  });

  it.each<[string, (bytes: Buffer) => Buffer | void, RegExp]>([
    ['an end that is missing', (bytes) => bytes.subarray(0, bytes.length - 30), /truncated/],
    ['a compressed file', (bytes) => void bytes.writeUInt16LE(8, first + 10), /stored/],
    ['a file that reaches past the end', (bytes) => void bytes.writeUInt32LE(bytes.length, first + 24), /inside its/],
    ['a file that begins past the end', (bytes) => void bytes.writeUInt32LE(bytes.length, first + 42), /inside its/],
    ['a damaged record', (bytes) => void bytes.writeUInt32LE(0, first), /stored/],
    ['a directory past the end', (bytes) => void bytes.writeUInt32LE(bytes.length, bytes.length - 6), /inside a file/],
  ])('refuses %s', async (_, change, message) => {
    await expect(directoryOf(change)).rejects.toThrow(message);
  });
});
