import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import fc from 'fast-check';

import type { ShardFileEntry } from './manifest.js';
import { ShardFile } from './shard-file.js';
import { ShardWriter } from './shard-writer.js';

const lengths = [3, 8, 1, 5];
const tokens = 17;

describe('ShardFile', () => {
  let folder: string;
  let path: string;
  let entry: ShardFileEntry;
  let original: Buffer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shard-file-'));
    const writer = new ShardWriter({ folder, split: 'train', sequenceLength: 8, idBytes: 4, tokensPerShard: 99 });
    for (const length of lengths) {
      await writer.add({
        ids: Int32Array.from({ length }, (_, t) => 70_000 + 10 * length + t),
        types: Uint8Array.from({ length }, (_, t) => (t < 2 ? 0 : 1)),
        wordStarts: Uint8Array.from({ length }, (_, t) => +(t % 3 === 0)),
      });
    }
    [entry] = await writer.finish();
    path = join(folder, entry.name);
    original = await readFile(path);
  });

  beforeEach(() => writeFile(path, original));

  afterAll(() => rm(folder, { recursive: true }));

  it.each(['memory', 'file'] as const)('gives back what was written (%s)', async (access) => {
    const file = await ShardFile.open(path, entry, access);
    lengths.forEach((length, index) => {
      const ids = new Int32Array(length + 1);
      const wordStarts = new Uint8Array(length + 1);
      file.copyIds(index, ids, 1);
      file.copyWordStarts(index, wordStarts, 1);
      expect(file.length(index)).toBe(length);
      expect(file.boundary(index)).toBe(Math.min(2, length));
      expect([...ids]).toEqual([0, ...Array.from({ length }, (_, t) => 70_000 + 10 * length + t)]);
      expect([...wordStarts]).toEqual([0, ...Array.from({ length }, (_, t) => +(t % 3 === 0))]);
    });
    file.close();
  });

  it('notices any flipped bit, in either way of access', async () => {
    const flips = fc.record({
      bit: fc.nat(original.length * 8 - 1),
      access: fc.constantFrom('memory' as const, 'file' as const),
    });
    await fc.assert(
      fc.asyncProperty(flips, async ({ bit, access }) => {
        const bytes = Buffer.from(original);
        bytes[bit >> 3] ^= 1 << (bit & 7);
        await writeFile(path, bytes);
        const error = await ShardFile.open(path, entry, access).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(UserError);
        expect((error as Error).message).toMatch(/train-00000\.tokens is damaged: its SHA-256/);
      }),
    );
  });

  it('notices a file that is cut or missing', async () => {
    await writeFile(path, original.subarray(0, original.length - 1));
    await expect(ShardFile.open(path, entry, 'memory')).rejects.toThrow(/has \d+ bytes where the manifest says \d+/);
    await rm(path);
    await expect(ShardFile.open(path, entry, 'file')).rejects.toThrow(/cannot be read.*no such file/i);
  });

  /** Opens the shard with one byte changed and a manifest that agrees with the change. */
  async function openChanged(place: number, value: number): Promise<ShardFile> {
    const bytes = Buffer.from(original);
    bytes[place] = value;
    await writeFile(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return ShardFile.open(path, { ...entry, sha256 }, 'memory');
  }

  it('notices contents that make no sense, even with a fitting hash', async () => {
    await expect(openChanged(0, 0)).rejects.toThrow(/a shard begins with "ELTSHARD"/);
    await expect(openChanged(8, 9)).rejects.toThrow(/version 9/);
    await expect(openChanged(20, 200)).rejects.toThrow(/its header promises/);
    // The second start: example 0 would have no token. The first start: not 0. The first boundary: past the example.
    await expect(openChanged(64 + 4, 0)).rejects.toThrow(/gives example 0 0 tokens/);
    await expect(openChanged(64, 1)).rejects.toThrow(/does not cover its tokens/);
    await expect(openChanged(64 + 4 * 5, 4)).rejects.toThrow(/example 0 3 tokens, 4 in the first segment/);
    // The number of tokens: 18 and 17 take equally many bytes of word starts, not of ids.
    await expect(openChanged(24, tokens + 1)).rejects.toThrow(/its header promises/);
  });
});
