import { electraConfig } from '@electra-ts/nn';
import { twoTowerFlops } from './two-tower-flops.js';

describe('twoTowerFlops', () => {
  it('counts two encoders, and the head at every token', () => {
    const config = electraConfig({ vocabSize: 10, embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 8 });
    // Six tokens. An encoder: 4 layers of 4x4, scores and values over 3 keys, two layers of 4x8. Head: 8x4 and 4x10.
    const encoder = 2 * 6 * (4 * 16 + 2 * 4 * 3 + 2 * 32);
    expect(twoTowerFlops(config, { batchSize: 2, sequenceLength: 3 })).toBe(2 * encoder + 2 * 6 * (32 + 40));
  });
});
