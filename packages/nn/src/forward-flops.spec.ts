import { electraConfig } from './electra-config.js';
import { forwardFlops, linearFlops } from './forward-flops.js';
import { presets } from './presets.js';

describe('forwardFlops', () => {
  it('counts two operations for each weight and row', () => {
    expect(linearFlops(3, 5, 7)).toBe(210);
    const sizes = { embeddingSize: 2, hiddenSize: 4, numAttentionHeads: 2, intermediateSize: 6, numHiddenLayers: 3 };
    const config = electraConfig(sizes);
    // A row: 2*4 to project; in each block 4*16 for attention's layers, 2*4*5 for 5 keys, 2*4*6 to feed forward.
    expect(forwardFlops(config, { batchSize: 2, sequenceLength: 5 })).toBe(2 * 10 * (8 + 3 * (64 + 40 + 48)));
    const plain = { ...config, embeddingSize: 4 };
    expect(forwardFlops(plain, { batchSize: 2, sequenceLength: 5 })).toBe(2 * 10 * 3 * (64 + 40 + 48));
    // In the last layer keys and values of ten rows, the rest of two.
    expect(forwardFlops(plain, { batchSize: 2, sequenceLength: 5 }, 2)).toBe(2 * (10 * 2 * (64 + 40 + 48) + 10 * 32 + 2 * (32 + 40 + 48)));
  });

  it('needs 2.6 GFLOP for a sequence of 128 tokens in ELECTRA-Small', () => {
    const { discriminator } = presets.small;
    // 10,256,384 multiplications a token: 32,768 + 12 * (262,144 + 524,288 + 65,536).
    expect(forwardFlops(discriminator, { batchSize: 1, sequenceLength: 128 })).toBe(2 * 128 * 10_256_384);
  });
});
