import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { ElectraForMaskedLM, ElectraTwoTowerGenerator } from '@electra-ts/generator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { frozenConfiguration, installGenerator, readFrozenGenerator } from './frozen-generator.js';
import { JointModel } from './joint-model.js';

const sizes = { vocabSize: 7, hiddenSize: 8, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4, maxPositionEmbeddings: 5 };
const [small, big] = [2, 4].map((embeddingSize) => electraConfig({ ...sizes, embeddingSize }));
const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const tokenizer = Tokenizer.fromVocabulary([...special, 'a', 'b']);

describe('a frozen generator', () => {
  let folder: string;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'frozen-'));
    const generator = ElectraForMaskedLM.create(small, { seed: 1 });
    await generator.savePretrained(folder);
    await tokenizer.save(folder);
    generator.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives a run its sizes and its weights, embeddings and all', async () => {
    const frozen = await readFrozenGenerator(folder, false);
    const { model } = frozenConfiguration({ model: { preset: 'tiny' } }, frozen) as { model: Record<string, unknown> };
    expect(model).toMatchObject({ preset: 'tiny', generator: { embeddingSize: 2, hiddenSize: 8 } });
    const joint = JointModel.create({ discriminator: big, generator: small, sharing: 'none' }, { seed: 2 });
    const expected = ElectraForMaskedLM.create(small, { seed: 1 });
    const before = memory().numTensors;
    installGenerator(joint, frozen, tokenizer);
    expect(memory().numTensors).toBe(before);
    for (const [name, variable] of Object.entries(joint.generator.parameters)) {
      expect(variable.dataSync()).toEqual(expected.parameters[name].dataSync());
    }
    for (const each of [joint, expected]) each.dispose();
  });

  it('comes with what the user should hear about the run that it is of', async () => {
    const run = await mkdtemp(join(tmpdir(), 'frozen-run-'));
    await cp(folder, join(run, '.replaced', 'generator'), { recursive: true });
    const { notes } = await readFrozenGenerator(run, false);
    expect(notes).toEqual([expect.stringContaining('the model that it replaces is taken')]);
    await rm(run, { recursive: true });
    expect((await readFrozenGenerator(folder, false)).notes).toEqual([]);
  });

  it('may have two towers, where the run asks for them', async () => {
    const towers = join(folder, 'towers');
    const generator = ElectraTwoTowerGenerator.create(small, { seed: 1 });
    await generator.savePretrained(towers);
    await tokenizer.save(towers);
    const joint = JointModel.create({ discriminator: big, generator: small, sharing: 'none', twoTowers: true }, { seed: 2 });
    installGenerator(joint, await readFrozenGenerator(towers, true), tokenizer);
    for (const [name, variable] of Object.entries(joint.generator.parameters)) {
      expect(variable.dataSync()).toEqual(generator.parameters[name].dataSync());
    }
    await expect(readFrozenGenerator(towers, false)).rejects.toThrow(/expected one encoder, received two towers.*twoTowerGenerator to true/s);
    await expect(readFrozenGenerator(folder, true)).rejects.toThrow(UserError);
    for (const each of [joint, generator]) each.dispose();
  });

  it('refuses other sizes and another vocabulary', async () => {
    const frozen = await readFrozenGenerator(folder, false);
    expect(() => frozenConfiguration({ model: { generator: { hiddenSize: 4 } } }, frozen)).toThrow(/generator.hiddenSize/);
    const joint = JointModel.create({ discriminator: big, generator: small, sharing: 'none' }, { seed: 2 });
    const other = Tokenizer.fromVocabulary([...special, 'b', 'a']);
    expect(() => installGenerator(joint, frozen, other)).toThrow(UserError);
    expect(() => installGenerator(joint, frozen, other)).toThrow(/another vocabulary.*Prepare the data/s);
    joint.dispose();
  });

  it('refuses a tokenizer with more tokens than the generator has embeddings for', async () => {
    const larger = Tokenizer.fromVocabulary([...special, 'a', 'b', 'c']);
    const frozen = { ...(await readFrozenGenerator(folder, false)), tokenizer: larger };
    const joint = JointModel.create({ discriminator: big, generator: small, sharing: 'none' }, { seed: 2 });
    expect(() => installGenerator(joint, frozen, tokenizer)).toThrow(UserError);
    expect(() => installGenerator(joint, frozen, tokenizer)).toThrow(/at most 7.*8 tokens/s);
    joint.dispose();
  });
});
