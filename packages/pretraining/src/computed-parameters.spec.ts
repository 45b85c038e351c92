import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tidy } from '@tensorflow/tfjs-core';
import { computedParameters } from './computed-parameters.js';
import { JointModel } from './joint-model.js';
import { WORDS } from './sharing.js';

const sizes = { vocabSize: 3, embeddingSize: 2, hiddenSize: 2, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 2 };
const discriminator = electraConfig({ ...sizes, maxPositionEmbeddings: 2 });

describe('computedParameters', () => {
  beforeAll(() => setBackend('cpu'));

  it('adds differences to the generator\'s embeddings, and begins with none', () => {
    const model = JointModel.create({ discriminator, generator: discriminator, sharing: 'gradient-disentangled' }, { seed: 1 });
    const word = () => tidy(() => [...computedParameters(model, model.discriminator)[WORDS].dataSync()]);
    const base = [...model.generator.parameters[WORDS].dataSync()];
    expect(word()).toEqual(base);
    tidy(() => model.discriminator.parameters[WORDS].assign(fill([3, 2], 1)));
    expect(word()).toEqual(base.map((value) => Math.fround(value + 1)));
    expect(computedParameters(model, model.generator)).toBe(model.generator.parameters);
    model.dispose();
  });

  it('is the variables themselves otherwise', () => {
    const model = JointModel.create({ discriminator, generator: discriminator }, { seed: 1 });
    expect(computedParameters(model, model.discriminator)).toBe(model.discriminator.parameters);
    model.dispose();
  });
});
