import { EagerRuntime, findOpenVino, type HostTensor, OnnxRuntime, OpenVinoRuntime, type Runtime } from '@electra-ts/compiler';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { momentVariables, adamWDefaults, createMoments } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend } from '@tensorflow/tfjs-core';
import { batchFeeds, updateFeeds } from './joint-feeds.js';
import { JointModel } from './joint-model.js';
import { jointStep } from './joint-step.js';
import { electra } from './objectives/electra.js';
import type { LossFunction } from './objectives/objective.js';

const discriminator = electraConfig({
  vocabSize: 20,
  embeddingSize: 6,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 16,
  maxPositionEmbeddings: 6,
});
const config = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };
const options = {
  objective: { discriminatorWeight: 50, generatorWeight: 1, temperature: 1 },
  optimizer: { ...adamWDefaults, clipNorm: 1 },
};
const ids = [2, 4, 11, 12, 13, 3, 2, 14, 4, 16, 3, 0];

/** Where a slot points that is not used, and what it says. */
interface Spare {
  readonly position: number;
  readonly label: number;
}

/** Two rows of six tokens, two slots a row; the last slot is not used unless `spare` says what it holds. */
const batch = (spare: Spare = { position: 6, label: 0 }) => ({
  batchSize: 2,
  sequenceLength: 6,
  ids: Int32Array.from(ids),
  types: new Int32Array(12),
  attentionMask: Float32Array.from(ids, (_, token) => (token === 11 ? 0 : 1)),
  positions: Int32Array.of(1, 3, 8, spare.position),
  labels: Int32Array.of(10, 12, 15, spare.label),
  weights: Float32Array.of(1, 1, 1, 0),
  maxPredictions: 2,
});

/** What runs compiled steps; OpenVINO, in both precisions, where it is installed. */
const compiled: Readonly<Record<string, () => Promise<Runtime>>> = {
  onnxruntime: () => OnnxRuntime.create({ threads: 1 }),
  'openvino, float32': () => OpenVinoRuntime.create({ threads: 1 }),
  'openvino, bfloat16': () => OpenVinoRuntime.create({ threads: 1, precision: 'bfloat16' }),
};
const usable = (name: string) => name === 'onnxruntime' || findOpenVino() !== undefined;
const onCompiled = {
  run: Object.keys(compiled).filter(usable),
  skipped: Object.keys(compiled).filter((name) => !usable(name)),
};

interface TrainOptions {
  readonly steps?: number;
  readonly spare?: Spare;
  readonly losses?: LossFunction;
  readonly weights?: typeof options.objective;
}

/** Losses of some steps, and the state after them. */
async function train(runtime: Runtime, { steps = 2, spare, losses, weights = options.objective }: TrainOptions = {}) {
  const model = JointModel.create(config, { seed: 5 });
  const moments = createMoments(model.variables);
  const variables = { ...model.variables, ...momentVariables(moments) };
  const step = runtime.prepare(jointStep(model, moments, { ...options, objective: weights, losses }), { name: 'joint', variables, seed: 8 });
  const results: Record<string, HostTensor>[] = [];
  for (let n = 1; n <= steps; n++) {
    results.push(await step.run({ ...batchFeeds(batch(spare)), ...updateFeeds(n, 1e-3, options.optimizer) }, n));
  }
  const values = await runtime.read(variables);
  await step.dispose();
  return { results, values };
}

function largestDifference(a: Readonly<Record<string, HostTensor>>, b: Readonly<Record<string, HostTensor>>): number {
  let most = 0;
  for (const [name, { data }] of Object.entries(a)) {
    data.forEach((value, i) => (most = Math.max(most, Math.abs(value - b[name].data[i]))));
  }
  return most;
}

describe('jointStep', () => {
  let eager: Runtime;
  beforeAll(async () => {
    await setBackend('cpu');
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });

  it('adds up its losses', async () => {
    const { results } = await train(eager, { steps: 1 });
    const [first] = results;
    expect(Object.keys(first).sort()).toEqual(['discriminatorLoss', 'generatorLoss', 'gradientNorm', 'loss']);
    // Before training both networks know nothing: ln 20 for one of 20 tokens, ln 2 for one of two answers.
    expect(first['generatorLoss'].data[0]).toBeCloseTo(Math.log(20), 0);
    expect(first['discriminatorLoss'].data[0]).toBeCloseTo(Math.log(2), 1);
    const sum = first['generatorLoss'].data[0] + 50 * first['discriminatorLoss'].data[0];
    expect(first['loss'].data[0]).toBeCloseTo(sum, 4);
  });

  it('learns losses of somebody\'s own in place of the objective\'s', async () => {
    const own: LossFunction = (...args) => {
      const { loss, results } = electra(...args);
      return { loss: mul(loss, 2), results: { twice: mul(loss, 2), ...results } };
    };
    const [plain] = (await train(eager, { steps: 1 })).results;
    const [first] = (await train(eager, { steps: 1, losses: own })).results;
    expect(first['twice'].data[0]).toBeCloseTo(2 * plain['loss'].data[0], 3);
    expect(first['loss']).toEqual(first['twice']);
    expect(first['gradientNorm'].data[0] / plain['gradientNorm'].data[0]).toBeCloseTo(2, 4);
  });

  it('does not look at slots that are not used', async () => {
    const plain = await train(eager);
    const other = await train(eager, { spare: { position: 9, label: 17 } });
    expect(other).toEqual(plain);
  });

  it('does the same compiled as eagerly', async () => {
    const onnx = await OnnxRuntime.create({ threads: 1 });
    try {
      const [a, b] = [await train(eager), await train(onnx)];
      a.results.forEach((results, step) => expect(largestDifference(results, b.results[step])).toBeLessThan(1e-4));
      expect(largestDifference(a.values, b.values)).toBeLessThan(1e-4);
    } finally {
      await onnx.dispose();
    }
  });

  if (onCompiled.skipped.length > 0) it.skip.each(onCompiled.skipped)('meets numbers that are not normal on %s (skipped where OpenVINO is not installed)', () => undefined);

  const broken = ['eager', ...onCompiled.run].flatMap((kind) => [
    { kind, what: 'NaN', factor: NaN },
    // Sums of products with the largest float32 are infinite, or NaN where two infinities meet.
    { kind, what: 'an overflow', factor: 3.4e38 },
  ]);
  it.each(broken)('changes nothing at $what, $kind', async ({ kind, factor }) => {
    const runtime = kind === 'eager' ? eager : await compiled[kind]();
    const model = JointModel.create(config, { seed: 5 });
    const moments = createMoments(model.variables);
    const variables = { ...model.variables, ...momentVariables(moments) };
    const step = runtime.prepare(jointStep(model, moments, options), { name: 'joint', variables, seed: 8 });
    const run = (n: number) => step.run({ ...batchFeeds(batch()), ...updateFeeds(n, 1e-3, options.optimizer) }, n);
    await run(1);
    const trained = await runtime.read(variables);
    const kernels = Object.entries(trained).filter(([name]) => name.endsWith('dense.weight') && name in model.variables);
    const spoiled = kernels.map(([name, value]) => [name, { ...value, data: value.data.map((each) => Math.sign(each) * factor) }]);
    await runtime.write(variables, Object.fromEntries(spoiled));
    const before = await runtime.read(variables);
    const { loss, gradientNorm } = await run(2);
    expect([loss.data[0], gradientNorm.data[0]].some(Number.isFinite)).toBe(false);
    expect(await runtime.read(variables)).toEqual(before);
    await runtime.write(variables, Object.fromEntries(kernels));
    // And as if nothing had been: the third step finds the state of the first.
    expect((await run(3))['loss'].data[0]).toBeGreaterThan(0);
    expect(await runtime.read(variables)).not.toEqual(trained);
    if (runtime !== eager) await runtime.dispose();
  });

  it.each(onCompiled.run)('takes gradients too small to be normal for what they are, next to nothing, on %s', async (kind) => {
    const runtime = await compiled[kind]();
    // Below 1.2e-38 numbers are denormal, and may count as 0.
    const weights = { ...options.objective, discriminatorWeight: 1e-40, generatorWeight: 1e-40 };
    const [exact, found] = [await train(eager, { weights }), await train(runtime, { weights })];
    for (const { loss, gradientNorm } of found.results) {
      expect(loss.data[0]).toBeLessThan(1.2e-38);
      expect(gradientNorm.data[0]).toBeLessThan(1.2e-38);
    }
    expect(largestDifference(exact.values, found.values)).toBeLessThan(1e-7);
    await runtime.dispose();
  });

  it('learns a batch by heart', async () => {
    const { results } = await train(eager, { steps: 40 });
    const loss = (n: number) => results[n]['loss'].data[0];
    expect(loss(39)).toBeLessThan(loss(0) * 0.9);
  });
});
