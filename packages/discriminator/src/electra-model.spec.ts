import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ElectraModel } from './electra-model.js';
import { tinyConfig, tinyInputs } from './task-models.fixture.js';

describe('ElectraModel', () => {
  let folder: string;

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'electra-model-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('saves and loads without a change, and takes the encoder of a model with a head', async () => {
    const model = ElectraModel.create(tinyConfig, { seed: 3 });
    await model.savePretrained(folder);
    const states = (of: ElectraModel) => of.hiddenStates(tinyInputs(), null).arraySync();
    expect(states(await ElectraModel.fromPretrained(folder))).toEqual(states(model));

    const headed = ElectraForPreTraining.create(tinyConfig, { seed: 5 });
    await headed.savePretrained(folder);
    const encoder = await ElectraModel.fromPretrained(folder);
    for (const [name, variable] of Object.entries(encoder.parameters)) {
      expect(variable.dataSync()).toEqual(headed.parameters[name].dataSync());
    }
  });

  it('makes a vector of each sentence', () => {
    const model = ElectraModel.create(tinyConfig, { seed: 3 });
    const inputs = tinyInputs();
    const states = model.hiddenStates(inputs, null).arraySync();
    expect(model.embeddings(inputs, 'cls').arraySync()).toEqual(states.map((tokens) => tokens[0]));
    const [mean] = model.embeddings(inputs, 'mean').arraySync();
    mean.forEach((value, i) => expect(value).toBeCloseTo((states[0][0][i] + states[0][1][i] + states[0][2][i]) / 3, 5));
    const before = memory().numTensors;
    model.embeddings(inputs, 'mean').dispose();
    expect(memory().numTensors).toBe(before);
  });
});
