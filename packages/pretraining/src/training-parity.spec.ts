import { join } from 'node:path';
import { readSafetensors, type StoredTensor } from '@electra-ts/checkpoint';
import { findOpenVino, type HostTensor, type StepFunction } from '@electra-ts/compiler';
import { createRuntime } from '@electra-ts/engine';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { momentVariables, adamWDefaults, createMoments, disposeMoments, linearSchedule, variableGradients } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { corrupt } from './corrupt.js';
import { generatorHead } from './generator-head.js';
import { type HostFeeds, updateFeeds } from './joint-feeds.js';
import { JointModel } from './joint-model.js';
import { jointStep } from './joint-step.js';
import type { Feeds } from './model-inputs.js';
import { electra } from './objectives/electra.js';

// The numbers come from tools/fixtures/training_parity.py: PyTorch in float64, with transformers' encoders.
const STEPS = 200;
const VOCABULARY = 24;
const discriminator = electraConfig({
  vocabSize: VOCABULARY,
  embeddingSize: 6,
  hiddenSize: 8,
  numHiddenLayers: 2,
  numAttentionHeads: 2,
  intermediateSize: 16,
  maxPositionEmbeddings: 8,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
});
const config = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };
const objective = { discriminatorWeight: 50, generatorWeight: 1, temperature: 1 };
const optimizer = { ...adamWDefaults, clipNorm: 1 };

/** Uniform numbers that are given, whatever is asked for; these networks have no dropout. */
const given = (uniform_M: Tensor): RandomSource => ({
  uniform: () => uniform_M,
  keepMask: () => {
    throw new Error('expected no dropout');
  },
});

const toTensor = ({ data, shape, dtype }: HostTensor): Tensor => tensor(data, [...shape], dtype);
const toTensors = (feeds: HostFeeds): Feeds =>
  Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toTensor(value)]));

let stored: Record<string, StoredTensor>;
let model: JointModel;

/** One of several tensors that are stored as one. */
function part(name: string, index: number): HostTensor {
  const { shape, data, dtype } = stored[name];
  const size = data.length / shape[0];
  return { shape: shape.slice(1), dtype, data: data.slice(index * size, (index + 1) * size) } as HostTensor;
}

const names = ['ids', 'types', 'attentionMask', 'positions', 'labels', 'weights'];
const batch = (index: number): HostFeeds => Object.fromEntries(names.map((name) => [name, part(`batches.${name}`, index)]));
const samples = (index: number): number[] => [...part('samples', index).data];

beforeAll(async () => {
  await setBackend('cpu');
  stored = await readSafetensors(join(__dirname, '..', 'fixtures', 'training-parity.safetensors'));
});

beforeEach(() => {
  model = JointModel.create(config, { seed: 1 });
  const known = Object.keys(stored).filter((name) => name.startsWith('initial.'));
  expect(known.map((name) => name.slice('initial.'.length)).sort()).toEqual(Object.keys(model.variables).sort());
  for (const [name, variable] of Object.entries(model.variables)) {
    const { data, shape } = stored[`initial.${name}`];
    tidy(() => variable.assign(tensor(data, [...shape], 'float32')));
  }
});
afterEach(() => model.dispose());

describe('training as PyTorch does it', () => {
  it('derives the sampled tokens from the uniform numbers', () => {
    tidy(() => {
      const feeds = toTensors(batch(0));
      const [positions, weights] = [feeds['positions'].dataSync(), feeds['weights'].dataSync()];
      const { corrupted_N } = corrupt(
        model,
        feeds,
        generatorHead(model, feeds, null),
        { temperature: 1 },
        given(toTensor(part('uniform', 0))),
      );
      const expected = [...feeds['ids'].dataSync()];
      samples(0).forEach((id, slot) => weights[slot] > 0 && (expected[positions[slot]] = id));
      expect([...corrupted_N.dataSync()]).toEqual(expected);
      // Samples that are all the likeliest token, or all the original, would show nothing.
      expect(new Set(samples(0)).size).toBeGreaterThan(3);
    });
  });

  it('has the gradients of the first step', () => {
    const losses = () => {
      return electra(model, toTensors(batch(0)), objective, given(toTensor(part('uniform', 0))));
    };
    const before = memory().numTensors;
    const gradients = tidy(() => {
      const found = variableGradients(losses, model.variables).gradients;
      return Object.fromEntries(Object.entries(found).map(([name, gradient]) => [name, gradient.dataSync()]));
    });
    expect(memory().numTensors).toBe(before);
    for (const [name, gradient] of Object.entries(gradients)) {
      const expected = stored[`gradient.${name}`].data;
      // A key's bias adds the same to every score of a row, which the softmax takes out again: its gradient is 0, and
      // what float32 leaves of it is compared with the query's beside it.
      const scale = stored[`gradient.${name.replace(/\.key\.bias$/, '.query.bias')}`].data;
      const largest = Math.max(...Array.from(scale, Math.abs));
      const difference = Math.max(...Array.from(expected, (value, i) => Math.abs(value - gradient[i])));
      expect([name, difference / largest < 1e-5]).toEqual([name, true]);
      expect(largest).toBeGreaterThan(0);
    }
  });

  const compiled = ['onnxruntime', ...(findOpenVino() === undefined ? [] : (['openvino'] as const))] as const;
  if (compiled.length === 1) it.skip('has its losses on openvino (skipped where OpenVINO is not installed)', () => undefined);
  // Eager steps take a hundred times as long; the compiled ones do all.
  const engines = [...compiled.map((engine) => ({ engine, count: STEPS })), { engine: 'cpu', count: 20 }, { engine: 'wasm', count: 20 }] as const;
  it.each(engines)('has its losses, step by step: $engine, $count', async ({ engine, count }) => {
    const { runtime } = await createRuntime({ engine, threads: 1 });
    const moments = createMoments(model.variables);
    const step = jointStep(model, moments, { objective, optimizer });
    const drawing: StepFunction = (feeds) => step(feeds, given(feeds['uniform'] as Tensor));
    const variables = { ...model.variables, ...momentVariables(moments) };
    const prepared = runtime.prepare(drawing, { name: 'joint', variables, seed: 1 });
    const rate = linearSchedule({ peak: 2e-3, warmupSteps: 20, totalSteps: STEPS });
    const worst = { loss: 0, generatorLoss: 0, discriminatorLoss: 0, gradientNorm: 0 };
    try {
      for (let done = 0; done < count; done++) {
        const feeds = { ...batch(done % 4), ...updateFeeds(done + 1, rate(done), optimizer), uniform: part('uniform', done) };
        const results = await prepared.run(feeds, done + 1);
        (Object.keys(worst) as (keyof typeof worst)[]).forEach((name, column) => {
          const expected = stored['losses'].data[4 * done + column];
          worst[name] = Math.max(worst[name], Math.abs(results[name].data[0] / expected - 1));
        });
      }
    } finally {
      await prepared.dispose();
      await runtime.dispose();
      // Of those on this thread, each makes itself the one that tfjs computes on.
      await setBackend('cpu');
      disposeMoments(moments);
    }
    for (const [name, difference] of Object.entries(worst)) {
      // Norms of gradients have no bound of their own: they show where the losses will go.
      expect([name, difference < (name === 'gradientNorm' ? 1e-3 : 1e-4)]).toEqual([name, true]);
    }
  });
});
