import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { generatorPredictions } from './generator-predictions.js';

beforeAll(() => setBackend('cpu'));

describe('generatorPredictions', () => {
  it('is dense, then GELU, then layer norm', () => {
    const config = electraConfig({ embeddingSize: 2, hiddenSize: 3, numAttentionHeads: 1 });
    const parameters = {
      'generator_predictions.dense.weight': tensor2d([[1, 0, 0], [0, 1, 0]]),
      'generator_predictions.dense.bias': tensor1d([0, 1]),
      'generator_predictions.LayerNorm.weight': tensor1d([2, 3]),
      'generator_predictions.LayerNorm.bias': tensor1d([0, 100]),
    };
    // Dense gives (-20, 1) and (-20, -20 + 1): GELU makes that (0, 0.84) and (0, 0). A row of two is normalized to
    // -1 and 1 where its values differ. Without the GELU the second row would be normalized to -1 and 1 as well.
    const rows = generatorPredictions(parameters, config, tensor2d([[-20, 0, 9], [-20, -20, 9]])).arraySync();
    expect(rows[0][0]).toBeCloseTo(-2, 4);
    expect(rows[0][1]).toBeCloseTo(103, 4);
    expect(rows[1][0]).toBeCloseTo(0, 4);
    expect(rows[1][1]).toBeCloseTo(100, 4);
  });
});
