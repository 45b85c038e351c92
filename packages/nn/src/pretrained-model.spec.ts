import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { electraConfig, type ElectraConfig } from './electra-config.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';
import { loadParameters } from './load-parameters.js';
import { PretrainedModel } from './pretrained-model.js';
import { readPretrained } from './read-pretrained.js';

/** The bare encoder: what every model has in common. */
class Encoder extends PretrainedModel {
  protected override readonly architecture = 'ElectraModel';

  static create(config: ElectraConfig): Encoder {
    return new Encoder(config, initializeParameters(encoderShapes(config), config, 5));
  }

  protected override configEntries() {
    return { note: 'kept' };
  }
}

const config = electraConfig({
  vocabSize: 6,
  embeddingSize: 2,
  hiddenSize: 4,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 3,
  maxPositionEmbeddings: 4,
});
const words = 'electra.embeddings.word_embeddings.weight';

describe('PretrainedModel', () => {
  let folder: string;
  let model: Encoder;

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'pretrained-model-'));
    model = Encoder.create(config);
  });

  afterEach(async () => {
    model.dispose();
    await rm(folder, { recursive: true });
  });

  it('saves what loads again, value for value', async () => {
    await model.savePretrained(folder);
    const stored = await readPretrained(folder);
    expect(stored.config).toEqual(config);
    expect(stored.json).toMatchObject({ architectures: ['ElectraModel'], note: 'kept' });
    const loaded = loadParameters(stored, encoderShapes(config));
    expect(Object.keys(loaded)).toEqual(Object.keys(model.parameters));
    for (const [name, variable] of Object.entries(loaded)) {
      expect(variable.dataSync()).toEqual(model.parameters[name].dataSync());
      expect(variable.trainable).toBe(true);
      variable.dispose();
    }
  });

  it('saves what loads again in several files, too', async () => {
    const several = join(folder, 'several');
    await model.savePretrained(several, { maxShardSize: 400 });
    const files = await readdir(several);
    expect(files).toContain('model.safetensors.index.json');
    expect(files).not.toContain('model.safetensors');
    expect(files.filter((name) => /^model-0000\d-of-0000\d\.safetensors$/.test(name)).length).toBeGreaterThan(1);
    const { weights } = await readPretrained(several);
    expect(Object.keys(weights).sort()).toEqual(Object.keys(model.parameters).sort());
    for (const [name, { data }] of Object.entries(weights)) expect(data).toEqual(model.parameters[name].dataSync());
  });

  it('saves values from elsewhere, all of them or none', async () => {
    const entries = Object.entries(model.parameters).map(([name, { shape, size }]) => {
      return [name, { shape, data: new Float32Array(size).fill(7) }] as const;
    });
    await model.savePretrained(folder, { values: Object.fromEntries(entries) });
    const { weights } = await readPretrained(folder);
    expect([...weights[words].data]).toEqual(new Array(12).fill(7));
    const incomplete = Object.fromEntries(entries.slice(1));
    await expect(model.savePretrained(folder, { values: incomplete })).rejects.toThrow(`received none for ${words}`);
    const unreadable = jest.spyOn(model.parameters[words], 'data').mockRejectedValue(new Error('it is elsewhere'));
    await expect(model.savePretrained(folder)).rejects.toThrow(`savePretrained: the value of ${words} cannot be read, and \`values\` were not given: it is elsewhere`);
    unreadable.mockRestore();
  });

  it('does not load into another network', async () => {
    await model.savePretrained(folder);
    const before = memory().numTensors;
    const stored = await readPretrained(folder);
    const deeper = encoderShapes({ ...config, numHiddenLayers: 2 });
    expect(() => loadParameters(stored, deeper)).toThrow(UserError);
    expect(() => loadParameters(stored, deeper)).toThrow(/16 missing: electra\.encoder\.layer\.1\./);
    expect(memory().numTensors).toBe(before);
  });

  it('frees its parameters', () => {
    const before = memory().numTensors;
    const other = Encoder.create(config);
    expect(memory().numTensors).toBe(before + Object.keys(encoderShapes(config)).length);
    other.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
