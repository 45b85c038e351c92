import { electraConfig } from './electra-config.js';
import {
  blockName,
  embeddingShapes,
  encoderShapes,
  linearShapes,
  normShapes,
  parameterCount,
} from './encoder-shapes.js';
import { presets, type PresetName } from './presets.js';

describe('encoderShapes', () => {
  const sizes = { vocabSize: 9, embeddingSize: 2, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 2 };
  const config = electraConfig(sizes);

  it('names every parameter as transformers does, weights [out, in]', () => {
    expect(encoderShapes({ ...config, intermediateSize: 6, maxPositionEmbeddings: 5 })).toEqual({
      'electra.embeddings.word_embeddings.weight': [9, 2],
      'electra.embeddings.position_embeddings.weight': [5, 2],
      'electra.embeddings.token_type_embeddings.weight': [2, 2],
      'electra.embeddings.LayerNorm.weight': [2],
      'electra.embeddings.LayerNorm.bias': [2],
      'electra.embeddings_project.weight': [4, 2],
      'electra.embeddings_project.bias': [4],
      'electra.encoder.layer.0.attention.self.query.weight': [4, 4],
      'electra.encoder.layer.0.attention.self.query.bias': [4],
      'electra.encoder.layer.0.attention.self.key.weight': [4, 4],
      'electra.encoder.layer.0.attention.self.key.bias': [4],
      'electra.encoder.layer.0.attention.self.value.weight': [4, 4],
      'electra.encoder.layer.0.attention.self.value.bias': [4],
      'electra.encoder.layer.0.attention.output.dense.weight': [4, 4],
      'electra.encoder.layer.0.attention.output.dense.bias': [4],
      'electra.encoder.layer.0.attention.output.LayerNorm.weight': [4],
      'electra.encoder.layer.0.attention.output.LayerNorm.bias': [4],
      'electra.encoder.layer.0.intermediate.dense.weight': [6, 4],
      'electra.encoder.layer.0.intermediate.dense.bias': [6],
      'electra.encoder.layer.0.output.dense.weight': [4, 6],
      'electra.encoder.layer.0.output.dense.bias': [4],
      'electra.encoder.layer.0.output.LayerNorm.weight': [4],
      'electra.encoder.layer.0.output.LayerNorm.bias': [4],
    });
  });

  it('has no projection where embeddings are as wide as the encoder', () => {
    const names = Object.keys(encoderShapes({ ...config, embeddingSize: 4 }));
    expect(names.filter((name) => name.includes('project'))).toEqual([]);
  });

  it.each<[PresetName, number]>([
    ['small', 13_483_008],
    ['base', 108_891_648],
    ['large', 334_092_288],
  ])('%s has as many parameters as the released encoder', (name, count) => {
    expect(parameterCount(encoderShapes(presets[name].discriminator))).toBe(count);
  });
});

describe('embeddingShapes', () => {
  it('is the part of the encoder under electra.embeddings', () => {
    const config = presets.small.discriminator;
    const inEncoder = Object.entries(encoderShapes(config)).filter(([name]) => name.startsWith('electra.embeddings.'));
    expect(embeddingShapes(config)).toEqual(Object.fromEntries(inEncoder));
    expect(inEncoder).toHaveLength(5);
  });
});

describe('building blocks', () => {
  it('name the parameters of a layer', () => {
    expect(linearShapes('a', 2, 3)).toEqual({ 'a.weight': [3, 2], 'a.bias': [3] });
    expect(normShapes('a.LayerNorm', 2)).toEqual({ 'a.LayerNorm.weight': [2], 'a.LayerNorm.bias': [2] });
    expect(blockName(7)).toBe('electra.encoder.layer.7');
    expect(parameterCount({ a: [2, 3], b: [4], c: [] })).toBe(11);
  });
});
