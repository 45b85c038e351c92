import { electraConfig } from './electra-config.js';
import { encoderShapes } from './encoder-shapes.js';
import { isEncoderParameter } from './is-encoder-parameter.js';

describe('isEncoderParameter', () => {
  it('knows every parameter of the encoder', () => {
    const config = electraConfig({ embeddingSize: 8, hiddenSize: 16, numAttentionHeads: 2, numHiddenLayers: 2, intermediateSize: 32 });
    expect(Object.keys(encoderShapes(config)).filter((name) => !isEncoderParameter(name))).toEqual([]);
  });

  it.each(['classifier.weight', 'generator_lm_head.bias', 'discriminator_predictions.dense.weight'])('knows that %s is of a head', (name) => {
    expect(isEncoderParameter(name)).toBe(false);
  });
});
