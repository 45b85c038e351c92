import { EagerRuntime, type HostTensor, type PreparedStep } from '@electra-ts/compiler';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { batchFeeds } from './joint-feeds.js';
import { jointEvaluation } from './joint-evaluation.js';
import { JointModel } from './joint-model.js';

const discriminator = electraConfig({
  vocabSize: 20,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 6,
});
const config = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };
const ids = [2, 4, 11, 12, 13, 3, 2, 14, 4, 16, 3, 0];
const int32 = (data: readonly number[], shape: readonly number[]): HostTensor => ({
  shape,
  dtype: 'int32',
  data: Int32Array.from(data),
});
const feeds = {
  ...batchFeeds({
    batchSize: 2,
    sequenceLength: 6,
    ids: Int32Array.from(ids),
    types: new Int32Array(12),
    attentionMask: Float32Array.from(ids, (id) => (id === 0 ? 0 : 1)),
    positions: Int32Array.of(1, 3, 8, 6),
    labels: Int32Array.of(10, 12, 15, 0),
    weights: Float32Array.of(1, 1, 1, 0),
    maxPredictions: 2,
  }),
  fixedIds: int32(ids, [2, 6]),
};

describe('jointEvaluation', () => {
  let step: PreparedStep;
  beforeAll(async () => {
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    const model = JointModel.create(config, { seed: 5 });
    step = runtime.prepare(jointEvaluation(model, { temperature: 1 }), { name: 'evaluation', variables: model.variables });
  });

  it('has no dropout: the same noise gives the same answers', async () => {
    expect(await step.run(feeds, 0)).toEqual(await step.run(feeds, 0));
  });

  it('reports a likelihood and a guess a slot, and logits a token', async () => {
    const out = await step.run(feeds, 0);
    expect(Object.fromEntries(Object.entries(out).map(([name, { shape }]) => [name, shape]))).toEqual({
      nll: [4],
      predicted: [4],
      liveLogits: [12],
      liveReplaced: [12],
      fixedLogits: [12],
    });
    // A network that knows nothing gives each of 20 tokens the same chance.
    expect(out['nll'].data[0]).toBeCloseTo(Math.log(20), 0);
  });

  it('replaces tokens at used slots only, by samples that follow the noise', async () => {
    const replaced = async (noise: number) => [...(await step.run(feeds, noise))['liveReplaced'].data];
    const places = [0, 1, 2, 3].map(replaced);
    for (const each of await Promise.all(places)) {
      expect(each.every((value, token) => value === 0 || [1, 3, 8].includes(token))).toBe(true);
      expect(each.some((value) => value === 1)).toBe(true);
    }
    const other = await step.run(feeds, 1);
    expect(other['nll']).toEqual((await step.run(feeds, 0))['nll']);
    expect(other['liveLogits']).not.toEqual((await step.run(feeds, 0))['liveLogits']);
  });

  it("takes a sample of Electric's noise for noise where it is the original, as training does", async () => {
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    const model = JointModel.create(config, { seed: 5 });
    const evaluation = jointEvaluation(model, { temperature: 1, name: 'electric', maskProbability: 0.15 });
    const electric = runtime.prepare(evaluation, { name: 'evaluation', variables: model.variables });
    // The first of the three is what was there.
    const drawn = { replacements: int32([10, 19, 19, 0], [4]), logNoise: { shape: [20], dtype: 'float32', data: new Float32Array(20).fill(-Math.log(20)) } } as const;
    const { liveLogits, liveReplaced } = await electric.run({ ...feeds, ...drawn }, 0);
    expect([...liveReplaced.data]).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]);
    expect(liveLogits.shape).toEqual([12]);
  });

  it('judges the other corruption by itself', async () => {
    const changed = { ...feeds, fixedIds: int32(ids.map((id) => (id === 11 ? 9 : id)), [2, 6]) };
    const [one, two] = [await step.run(feeds, 0), await step.run(changed, 0)];
    expect(two['liveLogits']).toEqual(one['liveLogits']);
    expect(two['fixedLogits']).not.toEqual(one['fixedLogits']);
  });
});
