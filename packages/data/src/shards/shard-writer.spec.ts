import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Example } from '../examples/example-builder.js';
import { ShardWriter } from './shard-writer.js';

const example = (ids: number[], boundary = ids.length, starts: number[] = ids.map(() => 1)): Example => ({
  ids: Int32Array.from(ids),
  types: Uint8Array.from(ids, (_, t) => (t < boundary ? 0 : 1)),
  wordStarts: Uint8Array.from(starts),
});

describe('ShardWriter', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shard-writer-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('writes the documented bytes', async () => {
    const writer = new ShardWriter({ folder, split: 'train', sequenceLength: 8, idBytes: 2 });
    await writer.add(example([2, 258, 3], 3, [1, 0, 1]));
    await writer.add(example([2, 7, 3, 8, 3], 3));
    const [entry] = await writer.finish();
    const bytes = await readFile(join(folder, 'train-00000.tokens'));
    const u32 = [1, 8, 2, 2, 8].flatMap((value) => [value, 0, 0, 0]);
    expect([...bytes]).toEqual([
      ...Buffer.from('ELTSHARD'),
      ...u32,
      ...new Array<number>(64 - 28).fill(0),
      ...[0, 3, 8].flatMap((value) => [value, 0, 0, 0]),
      ...[3, 0, 3, 0],
      ...[2, 0, 2, 1, 3, 0, 2, 0, 7, 0, 3, 0, 8, 0, 3, 0],
      ...[0b11111101, 0, 0, 0],
    ]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(entry).toEqual({ name: 'train-00000.tokens', bytes: 100, sha256, examples: 2, tokens: 8 });
  });

  it('begins a new file when one is full, and writes none for nothing', async () => {
    const writer = new ShardWriter({ folder, split: 'valid', sequenceLength: 4, idBytes: 4, tokensPerShard: 5 });
    for (const id of [70_000, 6, 7]) {
      await writer.add(example([2, id, 3]));
    }
    const entries = await writer.finish();
    expect(entries.map(({ name, examples }) => [name, examples])).toEqual([
      ['valid-00000.tokens', 2],
      ['valid-00001.tokens', 1],
    ]);
    const none = new ShardWriter({ folder, split: 'train', sequenceLength: 4, idBytes: 2, tokensPerShard: 5 });
    await expect(none.finish()).resolves.toEqual([]);
  });

  it('refuses an example that is too long or empty', async () => {
    const writer = new ShardWriter({ folder, split: 'train', sequenceLength: 4, idBytes: 2, tokensPerShard: 5 });
    await expect(writer.add(example([1, 2, 3, 4, 5]))).rejects.toThrow(/1 … 4 tokens, received 5/);
    await expect(writer.add(example([]))).rejects.toThrow(/received 0/);
  });
});
