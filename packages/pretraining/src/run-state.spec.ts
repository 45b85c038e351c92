import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSafetensors } from '@electra-ts/checkpoint';
import { EagerRuntime, type Runtime } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { momentVariables, createMoments, disposeMoments } from '@electra-ts/optim';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { fill, memory, tidy } from '@tensorflow/tfjs-core';
import { JointModel } from './joint-model.js';
import { copyRunState, loadRunState, type RunState } from './run-state.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a'];
const discriminator = electraConfig({
  vocabSize: vocabulary.length,
  embeddingSize: 4,
  hiddenSize: 4,
  numHiddenLayers: 1,
  numAttentionHeads: 1,
  intermediateSize: 4,
  maxPositionEmbeddings: 4,
});
const networks = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 1 }) };
const dispose = ({ model, moments }: RunState) => {
  model.dispose();
  disposeMoments(moments);
};

describe('run state', () => {
  let folder: string;
  let runtime: EagerRuntime;
  let state: RunState;

  beforeAll(async () => {
    runtime = await EagerRuntime.create({ backend: 'cpu' });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-state-'));
    const model = JointModel.create(networks, { seed: 2 });
    const moments = createMoments(model.variables);
    // Numbers that differ, and that have no short decimal form.
    Object.values(momentVariables(moments)).forEach((variable, i) =>
      tidy(() => variable.assign(fill(variable.shape, 1 / (i + 3)))),
    );
    state = { model, moments, trainer: { version: 1, step: 7, seconds: 1.5, spent: { tokens: 64, flops: 1e20 / 3 } } };
    await (await copyRunState(state, runtime, Tokenizer.fromVocabulary(vocabulary))).write(folder);
  });
  afterEach(async () => {
    dispose(state);
    await rm(folder, { recursive: true });
  });

  it('comes back bit for bit', async () => {
    const before = memory().numTensors;
    const loaded = await loadRunState(folder);
    expect(loaded.trainer).toEqual({ version: 1, step: 7, seconds: 1.5, spent: { tokens: 64, flops: 1e20 / 3 } });
    const all = ({ model, moments }: RunState) => ({ ...model.variables, ...momentVariables(moments) });
    const values = async (one: RunState) => runtime.read(all(one));
    expect(await values(loaded)).toEqual(await values(state));
    dispose(loaded);
    expect(memory().numTensors).toBe(before);
  });

  it('hands the memory of a written copy to the next', async () => {
    const asked: unknown[] = [];
    const reading: Pick<Runtime, 'read'> = {
      read(variables, spent) {
        asked.push(spent);
        return runtime.read(variables);
      },
    };
    const { numbers } = await copyRunState(state, reading, Tokenizer.fromVocabulary(vocabulary));
    const again = await copyRunState(state, reading, Tokenizer.fromVocabulary(vocabulary), numbers);
    expect(asked).toEqual([undefined, undefined, numbers.weights, numbers.moments]);
    expect(again.numbers).toEqual(numbers);
  });

  it('names a moment that is missing', async () => {
    await writeSafetensors(join(folder, 'optimizer.safetensors'), {});
    await expect(loadRunState(folder)).rejects.toThrow(UserError);
    await expect(loadRunState(folder)).rejects.toThrow(/does not fit the model: first\.discriminator\.electra/);
  });

  it('refuses the state of another version, and none', async () => {
    await writeFile(join(folder, 'trainer_state.json'), '{"version": 2, "step": 1, "seconds": 0}');
    await expect(loadRunState(folder)).rejects.toThrow(/version/);
    await rm(join(folder, 'trainer_state.json'));
    await expect(loadRunState(folder)).rejects.toThrow(/trainer_state\.json cannot be read/);
  });
});
