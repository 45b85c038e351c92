import { electraConfig, generatorConfig, presets } from '@electra-ts/nn';
import { generatorHeadFlops } from './generator-head-flops.js';

describe('generatorHeadFlops', () => {
  it('counts the dense layer and the output', () => {
    const config = electraConfig({ vocabSize: 11, embeddingSize: 3, hiddenSize: 4 });
    expect(generatorHeadFlops(config, 5)).toBe(2 * 5 * (4 * 3 + 3 * 11));
  });

  it("needs 149 MFLOP for the 19 masked positions of ELECTRA-Small's generator", () => {
    expect(generatorHeadFlops(generatorConfig(presets.small), 19)).toBe(148_770_304);
  });
});
