import { generatorConfig, presets } from '@electra-ts/nn';
import { pretrainingConfig } from './pretraining-config.js';
import { recordedCost } from './recorded-cost.js';
import { stepFlops } from './step-flops.js';

describe('recordedCost', () => {
  const phases = [{ first: 1, last: 5, batchSize: 4, sequenceLength: 16 }, { first: 6, last: 10, batchSize: 2, sequenceLength: 8 }];
  const configuration = pretrainingConfig.parse({ data: { path: 'a' } });
  const networks = { discriminator: presets.tiny.discriminator, generator: generatorConfig(presets.tiny) };
  const record = { configuration, networks, data: { tokenizerFingerprint: 'f00', phases } };
  const flops = (n: number) => stepFlops(networks, { ...phases[n], maskProbability: configuration.objective.maskProbability }, configuration.objective);

  it('counts tokens and operations phase by phase', () => {
    expect(recordedCost(record, 0)).toEqual({ tokens: 0, flops: 0 });
    expect(recordedCost(record, 3)).toEqual({ tokens: 3 * 64, flops: 3 * flops(0) });
    expect(recordedCost(record, 7)).toEqual({ tokens: 5 * 64 + 2 * 16, flops: 5 * flops(0) + 2 * flops(1) });
  });

  it('ends with the run', () => {
    expect(recordedCost(record, 99)).toEqual(recordedCost(record, 10));
  });
});
