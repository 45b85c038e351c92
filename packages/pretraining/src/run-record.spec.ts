import { UserError } from '@electra-ts/config';
import { generatorConfig, presets } from '@electra-ts/nn';
import { pretrainingConfig } from './pretraining-config.js';
import { assertSameRun, runRecord } from './run-record.js';

function record(settings: { training?: object; data?: object; log?: object } = {}) {
  return runRecord({
    packageVersion: '1.2.3',
    configuration: pretrainingConfig.parse({ data: { path: 'a' }, ...settings }),
    networks: { discriminator: presets.small.discriminator, generator: generatorConfig(presets.small) },
    data: { tokenizerFingerprint: 'f00', sequenceLength: 128 },
    engine: 'engine cpu',
  });
}
/** What reading run.json gives back. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('runRecord', () => {
  it('counts parameters and operations', () => {
    expect(record().parameters).toEqual({ discriminator: 13_549_057, joint: 14_196_219 });
    // Batch 128 instead of 32: four times the 287 GFLOP of a step of 32 x 128.
    expect(record().flopsPerStep / 1e9).toBeCloseTo(4 * 287, -1);
  });
});

describe('assertSameRun', () => {
  it('accepts the same configuration, and other ways to watch it', () => {
    assertSameRun(stored(record()), record(), 'run');
    const other = record({ data: { path: 'b' }, training: { maxTime: 5 }, log: { every: 3 } });
    assertSameRun(stored(record()), other, 'run');
  });

  it('lists every difference', () => {
    const other = record({ training: { steps: 5, learningRate: 1e-3 } });
    const attempt = () => assertSameRun(stored(record()), other, 'run');
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(/training\.steps was 1000000 and is 5; configuration\.training\.learningRate was 0\.0005/);
  });

  it('refuses a run of another kind', () => {
    expect(() => assertSameRun({ kind: 'finetuning' }, record(), 'run')).toThrow(/not a pre-training run/);
  });
});
