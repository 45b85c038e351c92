import { UserError } from '@electra-ts/config';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from './read-safetensors.js';
import { readSharded } from './read-sharded.js';
import type { StoredTensor } from './stored-tensor.js';
import { writeSharded } from './write-sharded.js';

const floats = (...values: number[]): StoredTensor => ({ shape: [values.length], dtype: 'float32', data: Float32Array.from(values) });
const tensors = { b: floats(1, 2), a: floats(3), large: floats(1, 2, 3, 4, 5), c: floats(6, 7) };
const shard = (n: number, of: number) => `model-0000${n}-of-0000${of}.safetensors`;
const index = 'model.safetensors.index.json';

describe('writeSharded', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'write-sharded-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const files = async () => (await readdir(folder)).sort();

  it('fills files in the order of the tensors, a larger one alone, and lists what is where', async () => {
    await writeSharded(folder, tensors, { maxShardSize: 12, metadata: { format: 'pt' } });
    expect(await files()).toEqual([shard(1, 3), shard(2, 3), shard(3, 3), index]);
    expect(JSON.parse(await readFile(join(folder, index), 'utf8'))).toEqual({
      metadata: { total_size: 40 },
      weight_map: { a: shard(1, 3), b: shard(1, 3), c: shard(3, 3), large: shard(2, 3) },
    });
    expect(await readSharded(join(folder, index))).toEqual(tensors);
    expect(Object.keys(await readSafetensors(join(folder, shard(1, 3))))).toEqual(['a', 'b']);
    expect((await readFile(join(folder, shard(2, 3)))).toString('latin1')).toContain('"format":"pt"');
  });

  it('writes one file where that is small enough', async () => {
    await writeSharded(folder, tensors, { maxShardSize: 40 });
    expect(await files()).toEqual(['model.safetensors']);
    await writeSharded(folder, tensors);
    expect(await readSafetensors(join(folder, 'model.safetensors'))).toEqual(tensors);
  });

  it('leaves nothing of what was there before, whatever its files, and other files alone', async () => {
    await writeFile(join(folder, 'config.json'), '{}');
    const sizes = [[40, 1], [12, 3], [32, 2], [12, 3], [12, 3], [40, 1]] as const;
    for (const [time, [maxShardSize, n]] of sizes.entries()) {
      await writeSharded(folder, { ...tensors, a: floats(time) }, { maxShardSize });
      const expected = n === 1 ? ['model.safetensors'] : [...Array.from({ length: n }, (_, i) => shard(i + 1, n)), index];
      expect(await files()).toEqual(['config.json', ...expected]);
      const stored = await (n === 1 ? readSafetensors(join(folder, 'model.safetensors')) : readSharded(join(folder, index)));
      expect(stored).toEqual({ ...tensors, a: floats(time) });
    }
  });

  it('leaves the old model as it was where a new one cannot be written', async () => {
    await writeSharded(folder, tensors, { maxShardSize: 12 });
    const before = await files();
    // The last of the new files does not fit: those before it are written already.
    const wrong = { ...tensors, a: floats(9), c: { ...floats(6), shape: [3] } };
    await expect(writeSharded(folder, wrong, { maxShardSize: 12 })).rejects.toThrow('tensor "c"');
    expect(await files()).toEqual(before);
    expect(await readSharded(join(folder, index))).toEqual(tensors);
  });

  it('never lets an index point to files of two models', async () => {
    await writeSharded(folder, tensors, { maxShardSize: 12 });
    // A folder in the place of the second file: the first has taken its own by then.
    await rm(join(folder, shard(2, 3)));
    await mkdir(join(folder, shard(2, 3), 'full'), { recursive: true });
    await expect(writeSharded(folder, tensors, { maxShardSize: 12 })).rejects.toThrow(UserError);
    expect(await files()).toEqual([shard(1, 3), shard(2, 3), shard(3, 3)]);
  });

  it('refuses a size that is none', async () => {
    await expect(writeSharded(folder, tensors, { maxShardSize: 'much' })).rejects.toThrow(UserError);
    expect(await files()).toEqual([]);
  });
});
