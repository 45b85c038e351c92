import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, type Variable } from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { encoderShapes, linearShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';

const config = electraConfig({
  vocabSize: 50,
  embeddingSize: 40,
  hiddenSize: 60,
  numHiddenLayers: 1,
  intermediateSize: 80,
  initializerRange: 0.05,
});
const shapes = {
  ...encoderShapes(config),
  ...linearShapes('discriminator_predictions.dense', 60, 60),
  ...linearShapes('discriminator_predictions.dense_prediction', 60, 1),
  ...linearShapes('generator_predictions.dense', 60, 40),
  ...linearShapes('classifier.out_proj', 60, 3),
};

function deviation(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe('initializeParameters', () => {
  let parameters: Record<string, Variable>;
  const values = (name: string) => parameters[name].dataSync();

  beforeAll(async () => {
    await setBackend('cpu');
    parameters = initializeParameters(shapes, config, 3);
  });

  it('makes one trainable variable a shape and nothing else', () => {
    const before = memory().numTensors;
    const others = initializeParameters(shapes, config, 4);
    expect(memory().numTensors - before).toBe(Object.keys(shapes).length);
    expect(Object.fromEntries(Object.entries(others).map(([name, { shape }]) => [name, shape]))).toEqual(shapes);
    expect(Object.values(others).every(({ trainable }) => trainable)).toBe(true);
    Object.values(others).forEach((other) => other.dispose());
    expect(memory().numTensors).toBe(before);
  });

  it('starts layer norms as the identity and biases at zero', () => {
    const constant = (suffix: RegExp, not?: RegExp) =>
      Object.keys(shapes)
        .filter((name) => suffix.test(name) && !not?.test(name))
        .map((name) => [...new Set(values(name))]);
    expect(constant(/LayerNorm\.weight$/)).toEqual([[1], [1], [1]]);
    expect(new Set(constant(/bias$/).flat())).toEqual(new Set([0]));
  });

  it.each([
    'electra.embeddings.word_embeddings.weight',
    'electra.encoder.layer.0.attention.self.query.weight',
    'electra.encoder.layer.0.output.dense.weight',
    'discriminator_predictions.dense.weight',
    'generator_predictions.dense.weight',
  ])('draws %s from a truncated normal distribution', (name) => {
    const drawn = values(name);
    expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(0.1);
    // Cut off at two standard deviations, a normal distribution keeps 0.88 of its own.
    expect(deviation(drawn) / 0.05).toBeGreaterThan(0.82);
    expect(deviation(drawn) / 0.05).toBeLessThan(0.94);
  });

  it.each([
    ['electra.embeddings_project.weight', 40 + 60],
    ['discriminator_predictions.dense_prediction.weight', 60 + 1],
    ['classifier.out_proj.weight', 60 + 3],
  ])('draws %s Glorot uniform', (name, fans) => {
    const limit = Math.sqrt(6 / fans);
    const drawn = values(name);
    const largest = Math.max(...drawn.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.9 * limit);
    expect(Math.min(...drawn)).toBeLessThan(0);
  });

  it('depends on the seed and the place, and on nothing else', () => {
    const word = 'electra.embeddings.word_embeddings.weight';
    const again = initializeParameters(shapes, config, 3);
    const other = initializeParameters(shapes, config, 4);
    expect(again[word].dataSync()).toEqual(values(word));
    expect(other[word].dataSync()).not.toEqual(values(word));
    const self = 'electra.encoder.layer.0.attention.self';
    expect(values(`${self}.query.weight`)).not.toEqual(values(`${self}.key.weight`));
  });
});
