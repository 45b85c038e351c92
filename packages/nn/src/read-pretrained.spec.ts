import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSafetensors } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { electraConfig } from './electra-config.js';
import { readPretrained } from './read-pretrained.js';

describe('readPretrained', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-pretrained-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('reads configuration and weights under their present names', async () => {
    await writeFile(join(folder, 'config.json'), '{"vocab_size": 8, "id2label": {"0": "ham"}}');
    const tensor = { shape: [1], dtype: 'float32', data: Float32Array.of(4) } as const;
    await writeSafetensors(join(folder, 'model.safetensors'), { 'electra.embeddings.LayerNorm.gamma': tensor });
    expect(await readPretrained(folder)).toEqual({
      config: electraConfig({ vocabSize: 8 }),
      json: { vocab_size: 8, id2label: { 0: 'ham' } },
      weights: { 'electra.embeddings.LayerNorm.weight': tensor },
      where: join(folder, 'model.safetensors'),
    });
  });

  it.each(['zip', 'legacy'])('reads pytorch_model.bin, %s format, where there is no model.safetensors', async (format) => {
    await writeFile(join(folder, 'config.json'), '{"vocab_size": 8}');
    const fixture = join(__dirname, `../../checkpoint/fixtures/torch-${format}.bin`);
    await copyFile(fixture, join(folder, 'pytorch_model.bin'));
    const { weights, where } = await readPretrained(folder);
    expect(where).toBe(join(folder, 'pytorch_model.bin'));
    expect(weights['float16'].data).toEqual(Float32Array.of(1, -2));
  });

  it.each(['model.safetensors', 'pytorch_model.bin'])('follows %s.index.json', async (name) => {
    await writeFile(join(folder, 'config.json'), '{"vocab_size": 8}');
    await writeFile(join(folder, `${name}.index.json`), '{"weight_map": {"float16": "part.bin"}}');
    await copyFile(join(__dirname, '../../checkpoint/fixtures/torch-zip.bin'), join(folder, 'part.bin'));
    expect(Object.keys((await readPretrained(folder)).weights)).toEqual(['float16']);
  });

  it('refuses numbers in config.json that the weights cannot be for, before anything is made of them', async () => {
    await writeFile(join(folder, 'config.json'), '{"num_hidden_layers": 1000000000}');
    await copyFile(join(__dirname, '../../checkpoint/fixtures/torch-zip.bin'), join(folder, 'pytorch_model.bin'));
    await expect(readPretrained(folder)).rejects.toThrow(UserError);
    await expect(readPretrained(folder)).rejects.toThrow(/num_hidden_layers is 1000000000/);
  });

  it('asks a hub for a model that is no folder', async () => {
    const asked: string[] = [];
    const none: typeof fetch = async (address) => {
      asked.push(String(address));
      return new Response('{"error": "Repository not found"}', { status: 404, headers: { 'content-type': 'application/json' } });
    };
    const hub = { hubUrl: 'http://hub.invalid', cacheDir: folder, fetch: none };
    await expect(readPretrained('some/model', hub)).rejects.toThrow(/no model some\/model.*Repository not found/s);
    expect(asked[0]).toMatch(/^http:\/\/hub\.invalid\/api\/models\/some\/model\//);
  });

  it('names the file that is missing', async () => {
    await expect(readPretrained(folder)).rejects.toThrow(UserError);
    await expect(readPretrained(folder)).rejects.toThrow(/config\.json/);
    await writeFile(join(folder, 'config.json'), '{}');
    await expect(readPretrained(folder)).rejects.toThrow(UserError);
    await expect(readPretrained(folder)).rejects.toThrow(/model\.safetensors/);
  });
});
