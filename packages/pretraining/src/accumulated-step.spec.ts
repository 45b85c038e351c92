import { EagerRuntime, type HostTensor, OnnxRuntime, type Runtime } from '@electra-ts/compiler';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { momentVariables, adamWDefaults, createMoments, disposeMoments } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { project } from '@electra-ts/ops';
import { add, mean, memory, mul, reshape, type Scalar, setBackend, square } from '@tensorflow/tfjs-core';
import { AccumulatedUpdate } from './accumulated-update.js';
import { discriminatorLogits } from './discriminator-logits.js';
import { discriminatorStates } from './discriminator-states.js';
import { generatorHead, outputTable } from './generator-head.js';
import { type HostFeeds, updateFeeds } from './joint-feeds.js';
import { JointModel } from './joint-model.js';
import { jointStep } from './joint-step.js';
import type { LossFunction, Objective, ObjectiveName } from './objectives/objective.js';
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

const logNoise: HostTensor = { shape: [20], dtype: 'float32', data: Float32Array.from({ length: 20 }, (_, id) => Math.log((id + 1) / 210)) };
/** Crops are the text itself, which an untrained network tells from others no better. */
const cropsOf = ({ ids, types, attentionMask }: HostFeeds): HostFeeds => ({ cropIds: ids, cropTypes: types, cropMask: attentionMask });

interface Case {
  readonly name: ObjectiveName;
  readonly parts: number;
  readonly sampler?: Objective['sampler'];
  readonly twoTowers?: boolean;
  readonly contrastiveWeight?: number;
  readonly losses?: LossFunction;
}

async function train(runtime: Runtime, { name, parts, sampler = 'uniform', twoTowers = false, contrastiveWeight = 1, losses }: Case) {
  const network = name === 'mlm';
  const { languageModel, crops = false, knownNoise = false } = objectives[name];
  const config = {
    discriminator,
    generator: network ? discriminator : generatorConfig({ discriminator, generatorFraction: 0.5 }),
    sharing: network ? ('network' as const) : ('all' as const),
    languageModel,
    twoTowers,
  };
  // So cold that a batch and its parts draw the same, the most likely token, from whatever noise.
  const objective = { discriminatorWeight: 50, generatorWeight: 1, contrastiveWeight, temperature: 1e-6, name, sampler };
  const model = JointModel.create(config, { seed: 5 });
  const moments = createMoments(trainedVariables(model, objective));
  const variables = { ...model.variables, ...momentVariables(moments) };
  const options = { objective, optimizer, losses };
  const step =
    parts === 1
      ? runtime.prepare(jointStep(model, moments, options), { name: 'joint', variables, seed: 8 })
      : new AccumulatedUpdate(runtime, { model, moments }, { ...options, parts, seed: 8, variables });
  const results: Record<string, HostTensor>[] = [];
  for (let n = 1; n <= 3; n++) {
    const { replacements, candidates, ...masked } = unevenBatch(n);
    const feeds = {
      ...masked,
      ...(sampler === 'uniform' && { replacements, ...(knownNoise && { logNoise }) }),
      ...(twoTowers && { candidates }),
      ...(crops && cropsOf(masked)),
      ...updateFeeds(n, 1e-3, optimizer),
    };
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

  it.each<Case>([
    { name: 'electra', parts: 2 },
    { name: 'electra', parts: 4 },
    { name: 'electra', parts: 2, sampler: 'generator' },
    // Learns from other tokens than one encoder does.
    { name: 'electra', parts: 2, sampler: 'generator', twoTowers: true },
    { name: 'electra-15', parts: 2 },
    { name: 'mlm', parts: 4, sampler: 'generator' },
    { name: 'replace-mlm', parts: 2 },
    { name: 'all-tokens-mlm', parts: 2 },
    { name: 'electra-mlm', parts: 2 },
    { name: 'corrective-lm', parts: 2 },
    { name: 'coco-lm', parts: 2, contrastiveWeight: 0 },
    { name: 'fast-electra', parts: 4, sampler: 'generator' },
    { name: 'electric', parts: 4 },
    { name: 'electric', parts: 2, sampler: 'generator', twoTowers: true },
  ])('do what the large batch does: %j', async (each) => {
    const before = memory().numTensors;
    const whole = await train(eager, { ...each, parts: 1 });
    const accumulated = await train(eager, each);
    expect(memory().numTensors).toBe(before);
    whole.results.forEach((results, n) => {
      expect(Object.keys(accumulated.results[n]).sort()).toEqual(Object.keys(results).sort());
      // How the parts compare their sequences is looked at below.
      const keys = Object.keys(results).filter((key) => key !== 'contrastiveLoss');
      for (const key of keys) expect([key, difference(results[key], accumulated.results[n][key]) < 1e-6]).toEqual([key, true]);
    });
    for (const key of Object.keys(whole.values)) expect(difference(whole.values[key], accumulated.values[key])).toBeLessThan(1e-6);
  });

  it('average losses of one\'s own, which are means over examples', async () => {
    const losses: LossFunction = (model, feeds) => {
      const [table_VE, bias_V] = outputTable(model);
      const scoreLoss = mean<Scalar>(square(project(generatorHead(model, feeds, null), table_VE, bias_V)));
      const states_ND = discriminatorStates(model, feeds, reshape(feeds['ids'], [-1]), null);
      const logitLoss = mean<Scalar>(square(discriminatorLogits(model, states_ND)));
      return { loss: add<Scalar>(mul(scoreLoss, 3), logitLoss), results: { scoreLoss, logitLoss } };
    };
    const [whole, parts] = await Promise.all([1, 4].map((count) => train(eager, { name: 'electra', parts: count, sampler: 'generator', losses })));
    expect(Object.keys(parts.results[0]).sort()).toEqual(['gradientNorm', 'logitLoss', 'loss', 'scoreLoss']);
    whole.results.forEach((results, n) => {
      for (const key of Object.keys(results)) expect([key, difference(results[key], parts.results[n][key]) < 1e-6]).toEqual([key, true]);
    });
    for (const key of Object.keys(whole.values)) expect(difference(whole.values[key], parts.values[key])).toBeLessThan(1e-6);
  });

  it('compare the sequences of each part', async () => {
    const [[alone], [whole], [halves]] = await Promise.all(
      [4, 1, 2].map(async (parts) => (await train(eager, { name: 'coco-lm', parts })).results.map((each) => each['contrastiveLoss'].data[0])),
    );
    // One example has nothing but its own crop beside it; four have six other views, all about as like as two have two.
    expect(alone).toBeCloseTo(0, 6);
    expect(whole - halves).toBeGreaterThan(0.5);
    expect(halves).toBeGreaterThan(0.5);
    expect(halves).toBeLessThan(Math.log(3));
  });

  it('do the same compiled', async () => {
    const compiled = await OnnxRuntime.create({ threads: 1 });
    try {
      const [a, b] = await Promise.all([eager, compiled].map((runtime) => train(runtime, { name: 'electra', parts: 2 })));
      for (const key of Object.keys(a.values)) expect(difference(a.values[key], b.values[key])).toBeLessThan(1e-5);
    } finally {
      await compiled.dispose();
    }
  });
});
