import { UserError } from '@electra-ts/config';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSharded } from './read-sharded.js';
import { writeSafetensors } from './write-safetensors.js';

describe('readSharded', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-sharded-'));
    path = join(folder, 'model.safetensors.index.json');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const tensor = { shape: [1], dtype: 'float32', data: Float32Array.of(4) } as const;

  it('gathers tensors from files of both kinds', async () => {
    await writeSafetensors(join(folder, 'one.safetensors'), { a: tensor });
    await copyFile(join(__dirname, '../fixtures/torch-zip.bin'), join(folder, 'two.bin'));
    await writeFile(path, '{"metadata": {}, "weight_map": {"a": "one.safetensors", "float16": "two.bin"}}');
    const half = { shape: [2], dtype: 'float32', data: Float32Array.of(1, -2) };
    expect(await readSharded(path)).toEqual({ a: tensor, float16: half });
  });

  it.each([
    ['no index', '[]', /a weight_map/],
    ['a file elsewhere', '{"weight_map": {"a": "../one.safetensors"}}', /: a: expected the name of a file beside/],
    ['a nested list for a file', `{"weight_map": {"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, /received a deeply nested value/],
    ['a tensor that is not there', '{"weight_map": {"b": "one.safetensors"}}', /b is missing/],
    ['a file that is not there', '{"weight_map": {"b": "two.safetensors"}}', /two\.safetensors: no such file/],
  ])('refuses %s', async (_, text, message) => {
    await writeSafetensors(join(folder, 'one.safetensors'), { a: tensor });
    await writeFile(path, text);
    await expect(readSharded(path)).rejects.toThrow(UserError);
    await expect(readSharded(path)).rejects.toThrow(message);
  });
});
