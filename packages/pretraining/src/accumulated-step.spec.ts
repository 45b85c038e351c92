import { EagerRuntime, type HostTensor, OnnxRuntime, type Runtime } from '@electra-ts/compiler';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { momentVariables, adamWDefaults, createMoments, disposeMoments } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { accumulatedSteps } from './accumulated-step.js';
import { AccumulatedUpdate } from './accumulated-update.js';
import { updateFeeds } from './joint-feeds.js';
import { JointModel } from './joint-model.js';
import { jointStep } from './joint-step.js';
import type { ObjectiveName } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';
import { trainedVariables } from './trained-variables.js';
import { unevenBatch } from './uneven-batch.fixture.js';

const discriminator = electraConfig({
  vocabSize: 20,
  embeddingSize: 6,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 16,
  maxPositionEmbeddings: 6,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
});
const optimizer = { ...adamWDefaults, clipNorm: 1, biasCorrection: true };

async function train(runtime: Runtime, name: ObjectiveName, parts: number, twoTowers = false) {
  const network = name === 'mlm';
  const config = {
    discriminator,
    generator: network ? discriminator : generatorConfig({ discriminator, generatorFraction: 0.5 }),
    sharing: network ? ('network' as const) : ('all' as const),
    languageModel: objectives[name].languageModel,
    twoTowers,
  };
  const sampler = network || twoTowers ? ('generator' as const) : ('uniform' as const);
  // What two towers draw is not the same for a batch and its parts: only how they learn is looked at.
  const objective = { discriminatorWeight: twoTowers ? 0 : 50, generatorWeight: 1, temperature: 1, name, sampler };
  const model = JointModel.create(config, { seed: 5 });
  const moments = createMoments(trainedVariables(model, objective));
  const variables = { ...model.variables, ...momentVariables(moments) };
  const options = { objective, optimizer };
  const step =
    parts === 1
      ? runtime.prepare(jointStep(model, moments, options), { name: 'joint', variables, seed: 8 })
      : new AccumulatedUpdate(runtime, { model, moments }, { ...options, parts, seed: 8, variables });
  const results: Record<string, HostTensor>[] = [];
  for (let n = 1; n <= 3; n++) {
    const { replacements, candidates, ...masked } = unevenBatch(n);
    const feeds = { ...masked, ...(sampler === 'uniform' && { replacements }), ...(twoTowers && { candidates }), ...updateFeeds(n, 1e-3, optimizer) };
    results.push(await step.run(feeds, n));
  }
  const values = await runtime.read(model.variables);
  await step.dispose();
  model.dispose();
  disposeMoments(moments);
  return { results, values };
}

const difference = (a: HostTensor, b: HostTensor) =>
  Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i]) / Math.max(1, Math.abs(value))));

describe('accumulated steps', () => {
  let eager: Runtime;
  beforeAll(async () => {
    await setBackend('cpu');
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });

  it.each<[ObjectiveName, number]>([
    ['electra', 2],
    ['electra', 4],
    ['electra-15', 2],
    ['mlm', 4],
    ['replace-mlm', 2],
    ['all-tokens-mlm', 2],
    ['electra-mlm', 2],
    ['corrective-lm', 2],
  ])('do what the large batch does: %s in %d parts', async (name, parts) => {
    const before = memory().numTensors;
    const whole = await train(eager, name, 1);
    const accumulated = await train(eager, name, parts);
    expect(memory().numTensors).toBe(before);
    whole.results.forEach((results, n) => {
      expect(Object.keys(accumulated.results[n]).sort()).toEqual(Object.keys(results).sort());
      for (const key of Object.keys(results)) expect(difference(results[key], accumulated.results[n][key])).toBeLessThan(1e-6);
    });
    for (const key of Object.keys(whole.values)) expect(difference(whole.values[key], accumulated.values[key])).toBeLessThan(1e-6);
  });

  it('do what the large batch does for a generator of two towers, which learns from other tokens', async () => {
    const [whole, accumulated] = [await train(eager, 'electra', 1, true), await train(eager, 'electra', 2, true)];
    whole.results.forEach(({ generatorLoss }, n) => expect(difference(generatorLoss, accumulated.results[n]['generatorLoss'])).toBeLessThan(1e-6));
    for (const key of Object.keys(whole.values)) expect(difference(whole.values[key], accumulated.values[key])).toBeLessThan(1e-6);
  });

  it('do the same compiled', async () => {
    const compiled = await OnnxRuntime.create({ threads: 1 });
    try {
      const [a, b] = [await train(eager, 'electra', 2), await train(compiled, 'electra', 2)];
      for (const key of Object.keys(a.values)) expect(difference(a.values[key], b.values[key])).toBeLessThan(1e-5);
    } finally {
      await compiled.dispose();
    }
  });

  it('refuse an objective whose losses they do not know', () => {
    const objective = { name: 'other' as ObjectiveName, discriminatorWeight: 1, generatorWeight: 1, temperature: 1 };
    const model = { variables: {} } as JointModel;
    expect(() => accumulatedSteps(model, { first: {}, second: {} }, {}, { objective, optimizer })).toThrow(/accumulate.*other/);
  });
});
