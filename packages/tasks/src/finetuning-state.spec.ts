import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMoments } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import { type FinetuningState, loadFinetuningState, newFinetuningState, saveFinetuningState } from './finetuning-state.js';

const runtime = {
  read: async (variables: Readonly<Record<string, Variable>>) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, each]) => [name, { shape: each.shape, dtype: 'float32' as const, data: each.dataSync() as Float32Array }]),
    ),
};

/** A model of one parameter, with its moments. */
function learned(...values: number[]) {
  const parameters = { w: variable(tensor(values)) };
  const moments = createMoments(parameters);
  moments.first['w'].assign(tensor(values.map((value) => value / 3)));
  return { model: { parameters }, moments };
}

describe('the state of a fine-tuning', () => {
  let folder: string;
  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'finetuning-state-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const evaluated = { step: 3, metrics: { loss: 0.1 + 0.2, pearson: NaN }, seconds: 1.5, tokens: 7, flops: 1e20 };
  const state: FinetuningState = {
    step: 4,
    seconds: 2.25,
    padding: { sum: 0.3, epochs: 2 },
    computed: { tokens: 9, flops: 2e20 },
    history: [evaluated],
    best: { ...evaluated, settings: { nullThreshold: -0.1 }, values: { w: { shape: [2], dtype: 'float32', data: Float32Array.of(7, 8) } } },
  };

  it('comes back bit for bit', async () => {
    const before = learned(0.1, -2);
    await saveFinetuningState(folder, state, before, runtime);
    const after = learned(0, 0);
    expect(await loadFinetuningState(folder, after)).toEqual(state);
    expect(await runtime.read(after.model.parameters)).toEqual(await runtime.read(before.model.parameters));
    expect(await runtime.read(after.moments.first)).toEqual(await runtime.read(before.moments.first));
  });

  it('comes back from before the first evaluation', async () => {
    await saveFinetuningState(folder, newFinetuningState(), learned(1), runtime);
    expect(await loadFinetuningState(folder, learned(0))).toEqual(newFinetuningState());
  });

  it('refuses what is of another model or none', async () => {
    await saveFinetuningState(folder, state, learned(0.1, -2), runtime);
    await expect(loadFinetuningState(folder, learned(0))).rejects.toThrow(/model\.safetensors does not fit the model: w/);
    await saveFinetuningState(folder, { ...state, best: { ...evaluated, settings: {}, values: {} } }, learned(0.1, -2), runtime);
    await expect(loadFinetuningState(folder, learned(0, 0))).rejects.toThrow(/best\.safetensors does not fit the model: w/);
    const path = join(folder, 'trainer_state.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"step": 4', '"step": -4'));
    await expect(loadFinetuningState(folder, learned(0, 0))).rejects.toThrow(/trainer_state\.json.*step/s);
  });
});
