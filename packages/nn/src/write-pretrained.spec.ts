import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@electra-ts/checkpoint';
import { electraConfig } from './electra-config.js';
import { toHuggingFaceConfig } from './hugging-face-config.js';
import { writePretrained } from './write-pretrained.js';

describe('writePretrained', () => {
  const content = {
    config: electraConfig({ vocabSize: 12 }),
    architecture: 'ElectraForPreTraining',
    values: { 'a.weight': { shape: [2, 1], data: Float32Array.of(1.5, -2) } },
    extra: { id2label: { 0: 'x' } },
  };
  let scratch: string;

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'write-pretrained-'));
  });

  afterEach(() => rm(scratch, { recursive: true }));

  it('writes the configuration and the weights into a folder that it makes', async () => {
    const folder = join(scratch, 'new', 'model');
    await writePretrained(folder, content);
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors']);
    const json: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    const extra = { architectures: ['ElectraForPreTraining'], id2label: { 0: 'x' } };
    expect(json).toEqual(toHuggingFaceConfig(content.config, extra));
    expect(await readSafetensors(join(folder, 'model.safetensors'))).toEqual({
      'a.weight': { shape: [2, 1], dtype: 'float32', data: Float32Array.of(1.5, -2) },
    });
  });

  it('tells transformers that the file can be loaded, and leaves other files alone', async () => {
    await writeFile(join(scratch, 'tokenizer.json'), '{}');
    await writePretrained(scratch, content);
    const bytes = await readFile(join(scratch, 'model.safetensors'));
    const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
    expect(JSON.parse(header)).toMatchObject({ __metadata__: { format: 'pt' } });
    expect(await readFile(join(scratch, 'tokenizer.json'), 'utf8')).toBe('{}');
  });

  it('refuses values that are not the parameter', async () => {
    const short = { ...content, values: { w: { shape: [3], data: Float32Array.of(1) } } };
    await expect(writePretrained(scratch, short)).rejects.toThrow(/w to hold 3 float32 values; received 1/);
    const whole = { ...content, values: { w: { shape: [1], data: Int32Array.of(1) } } };
    await expect(writePretrained(scratch, whole)).rejects.toThrow(/received 1 values of type Int32Array/);
    expect(await readdir(scratch)).toEqual([]);
  });
});
