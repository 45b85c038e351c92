import {
  electraConfig,
  embeddingShapes,
  encoderShapes,
  generatorConfig,
  parameterCount,
  presets,
} from '@electra-ts/nn';
import { generatorShapes } from './generator-shapes.js';

describe('generatorShapes', () => {
  it('adds the head to the encoder, and no table for its output', () => {
    const config = electraConfig({ vocabSize: 9, embeddingSize: 2, hiddenSize: 4, numHiddenLayers: 1 });
    expect(generatorShapes(config)).toEqual({
      ...encoderShapes(config),
      'generator_predictions.dense.weight': [2, 4],
      'generator_predictions.dense.bias': [2],
      'generator_predictions.LayerNorm.weight': [2],
      'generator_predictions.LayerNorm.bias': [2],
      'generator_lm_head.bias': [9],
    });
  });

  it.each([
    ['small++', 13_546_682],
    ['base', 33_740_602],
    ['large', 51_295_290],
  ] as const)('%s has as many parameters as the released generator', (name, count) => {
    expect(parameterCount(generatorShapes(generatorConfig(presets[name])))).toBe(count);
  });

  // The joint model shares the embedding scope; the rest is what a generator adds to its discriminator:
  // 14,196,219 - 13,549,057, 119,386,427 - 109,483,009 and 354,655,291 - 335,142,913.
  it.each([
    ['small', 647_162],
    ['base', 9_903_418],
    ['large', 19_512_378],
  ] as const)('%s adds that many to its discriminator when embeddings are tied', (name, count) => {
    const config = generatorConfig(presets[name]);
    expect(parameterCount(generatorShapes(config)) - parameterCount(embeddingShapes(config))).toBe(count);
  });
});
