import { encoderShapes, electraConfig, parameterCount, presets } from '@electra-ts/nn';
import { discriminatorShapes } from './discriminator-shapes.js';

describe('discriminatorShapes', () => {
  it('adds the head to the encoder', () => {
    const config = electraConfig({ hiddenSize: 8, numHiddenLayers: 1 });
    expect(discriminatorShapes(config)).toEqual({
      ...encoderShapes(config),
      'discriminator_predictions.dense.weight': [8, 8],
      'discriminator_predictions.dense.bias': [8],
      'discriminator_predictions.dense_prediction.weight': [1, 8],
      'discriminator_predictions.dense_prediction.bias': [1],
    });
  });

  it.each([
    ['small', 13_549_057],
    ['base', 109_483_009],
    ['large', 335_142_913],
  ] as const)('%s has as many parameters as the released discriminator', (name, count) => {
    expect(parameterCount(discriminatorShapes(presets[name].discriminator))).toBe(count);
  });
});
