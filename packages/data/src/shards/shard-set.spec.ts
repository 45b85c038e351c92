import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';

import { emptyBatch } from '../batches/token-batch.js';
import type { Example } from '../examples/example-builder.js';
import type { Manifest } from './manifest.js';
import { prepare } from './prepare.js';
import { ShardSet } from './shard-set.js';

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const tokenizer = Tokenizer.fromVocabulary([...specials, ...Array.from({ length: 50 }, (_, i) => `w${i}`)]);

async function* documents() {
  for (let i = 0; i < 60; i++) {
    yield { id: String(i), text: Array.from({ length: 5 }, (_, k) => `w${i % 50} w${k} w${k + 1}`).join('\n') };
  }
}

describe('ShardSet', () => {
  let folder: string;
  let out: string;
  let manifest: Manifest;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shard-set-'));
    out = join(folder, 'out');
    const options = { sequenceLength: 16, seed: 1, tokensPerShard: 200, validationFraction: 0.1 };
    manifest = await prepare({ documents: documents(), tokenizer, out, ...options });
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('reads the same examples from memory and from files, across shards', async () => {
    const inMemory = await ShardSet.open(out, 'train');
    const fromFiles = await ShardSet.open(out, 'train', { access: 'file' });
    expect(manifest.splits.train.files.length).toBeGreaterThan(3);
    expect(inMemory.size).toBe(manifest.splits.train.examples);
    const all: Example[] = [];
    for (let i = 0; i < inMemory.size; i++) {
      all.push(inMemory.example(i));
      expect(fromFiles.example(i)).toEqual(all[i]);
    }
    expect(all.reduce((sum, { ids }) => sum + ids.length, 0)).toBe(manifest.splits.train.tokens);
    inMemory.close();
    fromFiles.close();
    expect(() => fromFiles.example(0)).toThrow(/read after close/);
  });

  it('names the splits where another is asked for', async () => {
    const open = ShardSet.open(out, 'test' as 'valid');
    await expect(open).rejects.toThrow(UserError);
    await expect(open).rejects.toThrow('ShardSet.open: split: expected one of "train", "valid", received "test"');
  });

  it('writes an example into a row of a batch', async () => {
    const shards = await ShardSet.open(out, 'valid');
    const batch = emptyBatch(2, 16, 0);
    shards.copyExample(1, batch, 1);
    const { ids, types, wordStarts } = shards.example(1);
    const { length } = ids;
    expect(batch.ids.subarray(0, 16).every((id) => id === 0)).toBe(true);
    expect([...batch.ids.subarray(16, 16 + length)]).toEqual([...ids]);
    expect([...batch.types.subarray(16, 16 + length)]).toEqual([...types]);
    expect([...batch.wordStarts.subarray(16, 16 + length)]).toEqual([...(wordStarts ?? [])]);
    expect([...batch.attentionMask.subarray(16)]).toEqual(Array.from({ length: 16 }, (_, t) => (t < length ? 1 : 0)));
    shards.close();
  });

  it('is not opened once that is called off', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(ShardSet.open(out, 'train', { signal })).rejects.toThrow('called off');
  });

  it('has no example beyond its size', async () => {
    const shards = await ShardSet.open(out, 'train');
    expect(() => shards.example(shards.size)).toThrow(RangeError);
    expect(() => shards.example(-1)).toThrow(/received -1/);
    shards.close();
  });

  it('notices a manifest that does not fit the shards', async () => {
    const path = join(out, 'manifest.json');
    const text = await readFile(path, 'utf8');
    const { train } = manifest.splits;
    const changed = { ...manifest, splits: { ...manifest.splits, train: { ...train, examples: train.examples + 1 } } };
    await writeFile(path, JSON.stringify(changed));
    await expect(ShardSet.open(out, 'train')).rejects.toThrow(/does not fit its train shards/);
    await writeFile(path, text);
  });
});
