import { electraConfig, type ElectraConfig } from '@electra-ts/nn';
import { CounterRandom, type RandomSource } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { jointEvaluation } from './joint-evaluation.js';
import { JointModel } from './joint-model.js';
import { knownCrops } from './objectives/known-model.fixture.js';
import { type Objective, type ObjectiveName, objectiveNames } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';
import { smallConfig, smallFeeds } from './small-model.fixture.js';

// B examples, N = B*T tokens, D width, E embedding width

/** A mask that was drawn: its shape and its rate. */
type Site = readonly [shape: readonly number[], rate: number];
/** One encoder as it is computed once. */
type Network = 'generator' | 'discriminator';

// Each rate is used once, so that it tells whose a mask is.
const rates = {
  generator: { hiddenDropoutProb: 0.1, attentionProbsDropoutProb: 0.2 },
  discriminator: { hiddenDropoutProb: 0.3, attentionProbsDropoutProb: 0.4 },
};
const configs: Readonly<Record<Network, ElectraConfig>> = {
  generator: electraConfig({ ...smallConfig.generator, ...rates.generator }),
  discriminator: electraConfig({ ...smallConfig.discriminator, ...rates.discriminator, numHiddenLayers: 2 }),
};
const [B, T] = [2, 3];
/** Masked positions of an example: what a generator of one encoder computes in its last block. */
const MASKED = 2;

/**
 * Masks of an encoder (modeling.py of the reference): of the embeddings, and in each block of attention and two branches.
 *
 * @param readers tokens of a sequence that the last block computes
 */
function sitesOf({ embeddingSize, hiddenSize, numHiddenLayers, numAttentionHeads, ...config }: ElectraConfig, readers: number): Site[] {
  const { hiddenDropoutProb: hidden, attentionProbsDropoutProb: attention } = config;
  const blocks = Array.from({ length: numHiddenLayers }, (_, layer): Site[] => {
    const computed = layer === numHiddenLayers - 1 ? readers : T;
    const branch: Site = [[B * computed, hiddenSize], hidden];
    return [[[B, numAttentionHeads, computed, T], attention], branch, branch];
  });
  return [[[B * T, embeddingSize], hidden], ...blocks.flat()];
}

/** Draws as `CounterRandom` does, and remembers the masks. */
class RememberingRandom implements RandomSource {
  readonly sites: Site[] = [];
  readonly #random = new CounterRandom({ seed: 1, step: 0 });

  keepMask(shape: readonly number[], dropRate: number): Tensor {
    this.sites.push([[...shape], dropRate]);
    return this.#random.keepMask(shape, dropRate);
  }

  uniform(shape: readonly number[]) {
    return this.#random.uniform(shape);
  }
}

/** The encoders that a step computes, in their order. A network that is not trained has no dropout. */
const trained: Readonly<Record<ObjectiveName, readonly Network[]>> = {
  electra: ['generator', 'discriminator'],
  'electra-15': ['generator', 'discriminator'],
  'replace-mlm': ['generator', 'discriminator'],
  'all-tokens-mlm': ['generator', 'discriminator'],
  'electra-mlm': ['generator', 'discriminator'],
  'corrective-lm': ['generator', 'discriminator'],
  // The crop is a view of its own.
  'coco-lm': ['generator', 'discriminator', 'discriminator'],
  // One network, which holds the discriminator's configuration.
  mlm: ['discriminator'],
  'fast-electra': ['discriminator'],
  // With noise that is known.
  electric: ['discriminator'],
};

const modelOf = (name: ObjectiveName): JointModel => {
  const { shape: sharing, languageModel } = objectives[name];
  const generator = sharing === 'network' ? configs.discriminator : configs.generator;
  return JointModel.create({ discriminator: configs.discriminator, generator, ...(sharing && { sharing }), languageModel }, { seed: 1 });
};
const feedsOf = (name: ObjectiveName): Record<string, Tensor> => ({
  ...smallFeeds(),
  ...(objectives[name].crops && knownCrops()),
  ...(objectives[name].knownNoise && { replacements: tensor1d([6, 0, 6, 0], 'int32'), logNoise: tensor1d(new Array<number>(7).fill(-2)) }),
});
const objectiveOf = (name: ObjectiveName): Objective => ({
  name,
  generatorWeight: 1,
  discriminatorWeight: 50,
  temperature: 1,
  sampler: objectives[name].knownNoise ? 'unigram' : 'generator',
});

describe('dropout of joint training', () => {
  beforeAll(() => setBackend('cpu'));

  it.each(objectiveNames)('is in every place of each network that is trained, and nowhere else: %s', (name) => {
    const model = modelOf(name);
    const random = new RememberingRandom();
    tidy(() => void objectives[name].losses(model, feedsOf(name), objectiveOf(name), random));
    const isGenerator = (network: Network) => network === 'generator' || name === 'mlm';
    expect(random.sites).toEqual(trained[name].flatMap((network) => sitesOf(configs[network], isGenerator(network) ? MASKED : T)));
    model.dispose();
  });

  it('is in both towers of a generator that has two', () => {
    const model = JointModel.create({ ...configs, twoTowers: true }, { seed: 1 });
    const random = new RememberingRandom();
    const candidates = tensor2d([[1, 1, 0], [1, 1, 1]]);
    tidy(() => void objectives.electra.losses(model, { ...smallFeeds(), candidates }, objectiveOf('electra'), random));
    const networks = ['generator', 'generator', 'discriminator'] as const;
    expect(random.sites).toEqual(networks.flatMap((network) => sitesOf(configs[network], T)));
    model.dispose();
  });

  it.each(objectiveNames)('is not in the evaluation: %s', (name) => {
    const model = modelOf(name);
    const random = new RememberingRandom();
    const fixedIds = tensor2d([[2, 6, 3], [2, 6, 6]], undefined, 'int32');
    tidy(() => jointEvaluation(model, objectiveOf(name))({ ...feedsOf(name), ...(objectives[name].detects && { fixedIds }) }, random));
    expect(random.sites).toEqual([]);
    model.dispose();
  });
});
