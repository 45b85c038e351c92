import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { convertTensorFlow } from './convert-tensorflow.js';
import { readPretrained } from './read-pretrained.js';

/** Written by TensorFlow, and what transformers makes of it: tools/fixtures/tensorflow_checkpoint.py. */
const fixtures = join(__dirname, '../fixtures/tensorflow');

describe('convertTensorFlow', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convert-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes both networks as transformers converts them', async () => {
    const written = await convertTensorFlow(join(fixtures, 'model.ckpt-7'), join(folder, 'out'));
    expect(written).toEqual(['discriminator', 'generator'].map((role) => join(folder, 'out', role)));
    for (const role of ['discriminator', 'generator']) {
      const { weights, config, json } = await readPretrained(join(folder, 'out', role));
      expect(weights).toEqual(await readSafetensors(join(fixtures, `${role}.safetensors`)));
      expect(json['architectures']).toEqual([role === 'generator' ? 'ElectraForMaskedLM' : 'ElectraForPreTraining']);
      const [hiddenSize, intermediateSize] = role === 'generator' ? [4, 8] : [8, 16];
      expect(config).toMatchObject({ vocabSize: 12, embeddingSize: 6, hiddenSize, intermediateSize, numHiddenLayers: 2, numAttentionHeads: 1, maxPositionEmbeddings: 6 });
      expect(await readFile(join(folder, 'out', role, 'vocab.txt'), 'utf8')).toMatch(/^\[PAD\]\n/);
    }
  });

  it('takes the number of heads that it is told', async () => {
    const out = join(folder, 'heads');
    await convertTensorFlow(join(fixtures, 'model.ckpt-7'), out, { attentionHeads: { discriminator: 2 } });
    expect((await readPretrained(join(out, 'discriminator'))).config.numAttentionHeads).toBe(2);
  });

  it('refuses what is no checkpoint', async () => {
    await expect(convertTensorFlow(join(folder, 'nothing'), folder)).rejects.toThrow(UserError);
  });
});
