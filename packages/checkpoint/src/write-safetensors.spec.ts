import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredTensor } from './stored-tensor.js';
import { writeSafetensors } from './write-safetensors.js';

describe('writeSafetensors', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'write-safetensors-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const ids: StoredTensor = { shape: [2], dtype: 'int32', data: Int32Array.of(1, -1) };
  // A view into a longer buffer: only the view's elements belong to the file.
  const weight: StoredTensor = { shape: [1], dtype: 'float32', data: Float32Array.of(9, 1, 9).subarray(1, 2) };

  it('lays out header and data as the format says', async () => {
    const path = join(folder, 'model.safetensors');
    await writeSafetensors(path, { weight, ids }, { format: 'pt' });
    const bytes = await readFile(path);
    const headerBytes = Number(bytes.readBigUInt64LE(0));
    expect(headerBytes % 8).toBe(0);
    expect(bytes.toString('utf8', 8, 8 + headerBytes).trimEnd()).toBe(
      '{"__metadata__":{"format":"pt"},"ids":{"dtype":"I32","shape":[2],"data_offsets":[0,8]},' +
        '"weight":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}',
    );
    expect(bytes.subarray(8 + headerBytes).toString('hex')).toBe('01000000' + 'ffffffff' + '0000803f');
  });

  it('gives the same bytes whatever the order of the names', async () => {
    await writeSafetensors(join(folder, 'a'), { weight, ids });
    await writeSafetensors(join(folder, 'b'), { ids, weight });
    expect(await readFile(join(folder, 'a'))).toEqual(await readFile(join(folder, 'b')));
  });

  it('leaves the older file alone when a tensor is wrong', async () => {
    const path = join(folder, 'model.safetensors');
    await writeFile(path, 'old');
    await expect(writeSafetensors(path, { ids: { ...ids, shape: [3] } })).rejects.toThrow('tensor "ids"');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['model.safetensors']);
  });
});
