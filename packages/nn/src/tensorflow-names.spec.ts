import type { StoredTensor } from '@electra-ts/checkpoint';
import { tensorFlowWeights } from './tensorflow-names.js';

const tensor = (...data: number[]): StoredTensor => ({ shape: [data.length], dtype: 'float32', data: Float32Array.from(data) });

describe('tensorFlowWeights', () => {
  const variables = {
    'electra/embeddings/word_embeddings': tensor(1),
    'electra/embeddings/LayerNorm/gamma': tensor(2),
    'electra/embeddings/LayerNorm/gamma/adam_m': tensor(0),
    'electra/encoder/layer_11/attention/self/query/kernel': { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, 6) } as StoredTensor,
    'generator/encoder/layer_0/output/LayerNorm/beta': tensor(3),
    'generator_predictions/output_bias': tensor(4),
    'discriminator_predictions/dense_1/bias': tensor(5),
    global_step: tensor(6),
  };

  it("gives the discriminator's their names, and turns kernels", () => {
    const found = tensorFlowWeights(variables, 'discriminator');
    expect(Object.keys(found)).toEqual([
      'electra.embeddings.word_embeddings.weight',
      'electra.embeddings.LayerNorm.weight',
      'electra.encoder.layer.11.attention.self.query.weight',
      'discriminator_predictions.dense_prediction.bias',
    ]);
    expect(found['electra.encoder.layer.11.attention.self.query.weight']).toEqual({ shape: [3, 2], dtype: 'float32', data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });

  it("gives the generator the discriminator's embeddings, unless it has its own", () => {
    expect(tensorFlowWeights(variables, 'generator')).toEqual({
      'electra.embeddings.word_embeddings.weight': tensor(1),
      'electra.embeddings.LayerNorm.weight': tensor(2),
      'electra.encoder.layer.0.output.LayerNorm.bias': tensor(3),
      'generator_lm_head.bias': tensor(4),
    });
    const own = tensorFlowWeights({ ...variables, 'generator/embeddings/word_embeddings': tensor(7) }, 'generator');
    expect(own['electra.embeddings.word_embeddings.weight']).toEqual(tensor(7));
    expect(own).not.toHaveProperty(['electra.embeddings.LayerNorm.weight']);
  });
});
