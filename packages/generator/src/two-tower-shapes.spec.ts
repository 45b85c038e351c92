import { electraConfig, encoderShapes, parameterCount } from '@electra-ts/nn';
import { rightToLeft, twoTowerShapes } from './two-tower-shapes.js';

describe('twoTowerShapes', () => {
  const config = electraConfig({ vocabSize: 11, embeddingSize: 4, hiddenSize: 6, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 5 });

  it('has two encoders and a head that reads both', () => {
    const shapes = twoTowerShapes(config);
    expect(shapes['generator_predictions.dense.weight']).toEqual([4, 12]);
    expect(shapes['right_to_left.electra.encoder.layer.0.output.dense.weight']).toEqual([6, 5]);
    const head = 4 * 12 + 4 + 4 + 4 + 11;
    expect(parameterCount(shapes)).toBe(2 * parameterCount(encoderShapes(config)) + head);
  });

  it('names the second tower', () => {
    expect(rightToLeft({ a: 1 })).toEqual({ 'right_to_left.a': 1 });
  });
});
