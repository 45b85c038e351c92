import { generatorConfig, presets } from '@electra-ts/nn';
import { stepFlops } from './step-flops.js';

describe('stepFlops', () => {
  it('is 287 GFLOP for ELECTRA-Small at 32 x 128', () => {
    const { discriminator } = presets.small;
    const networks = { discriminator, generator: generatorConfig(presets.small) };
    const flops = stepFlops(networks, { batchSize: 32, sequenceLength: 128, maskProbability: 0.15 });
    expect(flops / 1e9).toBeCloseTo(287, -0.5);
  });
});
