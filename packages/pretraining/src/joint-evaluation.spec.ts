import { EagerRuntime, type HostTensor, type PreparedStep, type StepFunction } from '@electra-ts/compiler';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { fill, mul, tidy } from '@tensorflow/tfjs-core';
import { batchFeeds, type HostFeeds } from './joint-feeds.js';
import { jointEvaluation } from './joint-evaluation.js';
import { JointModel } from './joint-model.js';
import { type Objective, objectiveNames } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';

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
const feeds: HostFeeds = {
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

  describe('of the language model', () => {
    const names = objectiveNames.filter((name) => objectives[name].languageModel);
    // Every real token is masked, so that an objective that learns from all of them learns from these.
    const real = ids.map((id) => id !== 0);
    const labels = ids.map((id, i) => (id === 4 ? 10 + i : id));
    const masked = {
      ...feeds,
      positions: int32(ids.map((_, i) => i), [12]),
      labels: int32(labels, [12]),
      weights: { shape: [12], dtype: 'float32', data: Float32Array.from(real, Number) } as const,
      // Some of them are what was there.
      replacements: int32(labels.map((id, i) => (i % 3 === 0 ? id : 5 + i)), [12]),
      cropIds: feeds['ids'],
      cropTypes: feeds['types'],
      cropMask: feeds['attentionMask'],
    };

    it.each(names)('%s has the loss that it is trained by', async (name) => {
      const without = { hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 };
      const networks = { discriminator: { ...config.discriminator, ...without }, generator: { ...config.generator, ...without }, languageModel: true };
      const runtime = await EagerRuntime.create({ backend: 'cpu' });
      const model = JointModel.create(networks, { seed: 5 });
      // A new head is undecided; this one copies a good deal, and not everything alike.
      tidy(() => {
        for (const variable of Object.values(model.variables)) variable.assign(mul(variable, 8));
        const bias = model.discriminator.parameters['discriminator_predictions.dense_prediction.bias'];
        bias.assign(fill(bias.shape, -1));
      });
      const objective: Objective = { name, discriminatorWeight: 1, generatorWeight: 1, temperature: 1, sampler: 'unigram' };
      const { variables } = model;
      const training: StepFunction = (inputs, random) => objectives[name].losses(model, inputs, objective, random).results;
      const trained = await runtime.prepare(training, { name: 'training', variables }).run(masked, 0);
      const { languageNll } = await runtime.prepare(jointEvaluation(model, objective), { name: 'evaluation', variables }).run(masked, 0);
      const nll = [...languageNll.data].filter((_, i) => real[i]);
      expect(nll.reduce((sum, each) => sum + each, 0) / nll.length).toBeCloseTo(trained['languageModelLoss'].data[0], 5);
      model.dispose();
    });
  });

  it('judges the other corruption by itself', async () => {
    const changed = { ...feeds, fixedIds: int32(ids.map((id) => (id === 11 ? 9 : id)), [2, 6]) };
    const [one, two] = [await step.run(feeds, 0), await step.run(changed, 0)];
    expect(two['liveLogits']).toEqual(one['liveLogits']);
    expect(two['fixedLogits']).not.toEqual(one['fixedLogits']);
  });
});
