import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFolderAtomically, writeSafetensors } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';
import { readSourceModel } from './source-model.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a'];
const bias = 'electra.embeddings.LayerNorm.bias';

describe('readSourceModel', () => {
  let folder: string;
  const write = async (path: string, value: number) => {
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'config.json'), '{"vocab_size": 6}');
    await writeSafetensors(join(path, 'model.safetensors'), { [bias]: { shape: [1], dtype: 'float32', data: Float32Array.of(value) } });
  };
  const read = async (from: string) => {
    const { discriminator, generator, tokenizer, notes } = await readSourceModel(from, { cacheDir: folder, hubUrl: 'http://127.0.0.1:9', fetch: unreachable });
    return { values: [discriminator, generator].map((network) => network?.weights[bias].data[0]), tokenizer, notes };
  };
  const unreachable = () => Promise.reject(new TypeError('fetch failed'));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'source-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds both networks of a checkpoint, from either folder, and the tokenizer', async () => {
    await write(join(folder, 'discriminator'), 1);
    await write(join(folder, 'generator'), 2);
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'discriminator'));
    for (const from of [folder, join(folder, 'discriminator')]) {
      const { values, tokenizer, notes } = await read(from);
      expect([values, notes]).toEqual([[1, 2], []]);
      expect(tokenizer?.vocabularySize).toBe(6);
    }
  });

  it('refuses a generator whose weights are not as they were written', async () => {
    const checkpoint = join(folder, 'checkpoint-000001');
    await writeFolderAtomically(checkpoint, async (temporary) => {
      await write(join(temporary, 'discriminator'), 1);
      await write(join(temporary, 'generator'), 2);
    });
    await write(join(checkpoint, 'generator'), 3);
    await expect(read(checkpoint)).rejects.toThrow(/generator\/model\.safetensors is damaged/);
  });

  it('finds the generator of a folder named as released ones are', async () => {
    await write(join(folder, 'electra-small-discriminator'), 1);
    await write(join(folder, 'electra-small-generator'), 2);
    expect((await read(join(folder, 'electra-small-discriminator'))).values).toEqual([1, 2]);
  });

  it('says where there is no generator', async () => {
    const alone = join(folder, 'discriminator-of-mine', 'model');
    await write(alone, 1);
    const { values, tokenizer, notes } = await read(alone);
    expect([values, tokenizer]).toEqual([[1, undefined], undefined]);
    expect(notes).toEqual([expect.stringContaining('comes without a generator')]);
  });

  it("finds a hub's pair by their names, and says why where the second cannot be had", async () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const cached = async (name: string, value: number) => {
      const cache = join(folder, `models--owner--${name}`);
      await write(join(cache, 'snapshots', commit), value);
      await mkdir(join(cache, 'refs'));
      await writeFile(join(cache, 'refs', 'main'), commit);
    };
    await cached('some-discriminator', 1);
    const { values, notes } = await read('owner/some-discriminator');
    expect(values).toEqual([1, undefined]);
    expect(notes).toEqual([expect.stringContaining('owner/some-generator cannot be had'), expect.stringContaining('without a generator')]);
    await cached('some-generator', 2);
    expect((await read('owner/some-discriminator')).values).toEqual([1, 2]);
  });

  it('refuses what holds no model', async () => {
    await expect(read(folder)).rejects.toThrow(UserError);
    await expect(read('owner/none')).rejects.toThrow(/no model owner\/none/);
  });
});
