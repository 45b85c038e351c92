import { twoTowerFlops } from '@electra-ts/generator';
import { forwardFlops, generatorConfig, presets } from '@electra-ts/nn';
import type { ObjectiveName } from './objectives/objective.js';
import { stepFlops } from './step-flops.js';

describe('stepFlops', () => {
  it('is 287 GFLOP for ELECTRA-Small at 32 x 128', () => {
    const { discriminator } = presets.small;
    const networks = { discriminator, generator: generatorConfig(presets.small) };
    const flops = stepFlops(networks, { batchSize: 32, sequenceLength: 128, maskProbability: 0.15 });
    expect(flops / 1e9).toBeCloseTo(287, -0.5);
  });

  it('counts what an objective computes', () => {
    const { discriminator } = presets.small;
    const networks = { discriminator, generator: generatorConfig(presets.small) };
    const size = { batchSize: 32, sequenceLength: 128, maskProbability: 0.15 };
    const flops = (name: ObjectiveName, sampler: 'generator' | 'uniform' = 'generator') => stepFlops(networks, size, { name, sampler });
    expect(flops('electra-15')).toBe(stepFlops(networks, size));
    expect(flops('electra', 'uniform')).toBeLessThan(flops('electra'));
    // The scores of 30522 tokens at 4096 places, 128 wide: 2 * 3 * 4096 * 30522 * 128.
    expect(flops('all-tokens-mlm') - flops('replace-mlm')).toBeGreaterThan(0.8 * 6 * 4096 * 30522 * 128);
    // A frozen generator has no backward pass: a third of what it costs otherwise.
    const ofGenerator = flops('electra') - flops('electra', 'uniform');
    expect(flops('fast-electra')).toBeCloseTo(flops('electra', 'uniform') + ofGenerator / 3, -3);
    expect(stepFlops(networks, size, { frozenGenerator: true })).toBe(flops('fast-electra'));
    expect(flops('coco-lm') - flops('corrective-lm')).toBeGreaterThan(0.9 * flops('electra', 'uniform'));
    // Two encoders forward and backward, and the vocabulary at every token: nothing of the one generator is left.
    const towers = stepFlops({ ...networks, twoTowers: true }, size, {});
    const { generator } = networks;
    expect(towers).toBe(flops('electra', 'uniform') + 3 * twoTowerFlops(generator, size));
    // One network, whose last block computes the 19 masked tokens of each example only.
    const one = stepFlops({ discriminator, generator: discriminator }, size, { name: 'mlm' });
    const all = forwardFlops(discriminator, size);
    const computed = forwardFlops(discriminator, size, 32 * 19);
    expect(one).toBeCloseTo(flops('replace-mlm') - (flops('electra') - flops('electra', 'uniform')) - 3 * (all - computed), -3);
  });
});
