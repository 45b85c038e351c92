import { UserError } from '@electra-ts/config';
import { generatorConfig, presets } from '@electra-ts/nn';
import { pretrainingConfig } from './pretraining-config.js';
import { assertSameRun, continuedRecord, type RunRecord, runRecord } from './run-record.js';

const whole = [{ first: 1, last: 10, batchSize: 128, sequenceLength: 128 }];

function record(settings: { training?: object; data?: object; evaluation?: object; log?: object; engine?: object } = {}, phases: RunRecord['data']['phases'] = whole) {
  return runRecord({
    packageVersion: '1.2.3',
    configuration: pretrainingConfig.parse({ data: { path: 'a' }, ...settings }),
    networks: { discriminator: presets.small.discriminator, generator: generatorConfig(presets.small) },
    data: { tokenizerFingerprint: 'f00', phases },
    engine: 'engine cpu',
    arithmetic: { engine: 'cpu', precision: 'float32' },
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

describe('the record of a run that goes on', () => {
  it('keeps what the run began with, and has no limit of time', () => {
    const now = record({ training: { maxTime: 5 }, log: { every: 3 } });
    expect(stored(now)).not.toHaveProperty('configuration.training.maxTime');
    const continued = continuedRecord({ packageVersion: '0.9.0', from: 'owner/name' }, now);
    expect(continued).toEqual({ ...now, packageVersion: '0.9.0', from: 'owner/name' });
    expect(continuedRecord({}, now)).toEqual(now);
  });
});

describe('runRecord of two phases', () => {
  it('has what a step costs on the average', () => {
    const half = { batchSize: 128, sequenceLength: 64 };
    const { tokensPerStep, flopsPerStep } = record({}, [{ first: 1, last: 30, ...half }, { ...whole[0], first: 31, last: 40 }]);
    expect(tokensPerStep).toBe((3 * 128 * 64 + 128 * 128) / 4);
    expect(flopsPerStep).toBeLessThan(record().flopsPerStep);
  });
});

describe('assertSameRun', () => {
  it('accepts phases that have moved, and none that have changed', () => {
    const phases = [{ path: 'a', steps: 5 }, { path: 'b', steps: 5 }];
    const at = (folder: string, steps = 5) =>
      record({ data: { path: undefined, phases: phases.map((each) => ({ ...each, path: `${folder}/${each.path}`, steps })) } });
    assertSameRun(stored(at('here')), at('there'), 'run');
    expect(() => assertSameRun(stored(at('here')), at('here', 6), 'run')).toThrow(/phases\.0\.steps was 5 and is 6/);
  });

  it('accepts the same configuration, and other ways to watch it', () => {
    assertSameRun(stored(record()), record(), 'run');
    const other = record({ data: { path: 'b' }, training: { maxTime: 5 }, evaluation: { every: 7 }, log: { every: 3 }, engine: { name: 'wasm', threads: 3 } });
    assertSameRun(stored(record()), other, 'run');
  });

  it('accepts no other test without force: evaluations of one run are one curve', () => {
    const other = record({ evaluation: { batches: 3 } });
    expect(() => assertSameRun(stored(record()), other, 'run')).toThrow(/configuration\.evaluation\.batches was 8 and is 3/);
    expect(assertSameRun(stored(record()), other, 'run', true)).toEqual(['configuration.evaluation.batches was 8 and is 3']);
  });

  it('knows losses of somebody\'s own by their name', () => {
    const own = { ...record(), losses: 'focal' };
    assertSameRun(stored(own), own, 'run');
    expect(() => assertSameRun(stored(own), record(), 'run')).toThrow(/losses was "focal" and is not set/);
    expect(() => assertSameRun(stored(record()), own, 'run')).toThrow(/losses was not set and is "focal"/);
  });

  it('lists every difference', () => {
    const other = record({ training: { steps: 5, learningRate: 1e-3 } });
    const attempt = () => assertSameRun(stored(record()), other, 'run');
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(/training\.steps was 1000000 and is 5; configuration\.training\.learningRate was 0\.0005/);
  });

  it('goes on with another configuration where it is forced to, but not with other networks', () => {
    const other = record({ training: { learningRate: 1e-3 } });
    expect(assertSameRun(stored(record()), other, 'run', true)).toEqual([
      'configuration.training.learningRate was 0.0005 and is 0.001',
    ]);
    const larger = { ...other, networks: { ...other.networks, discriminator: presets.base.discriminator } };
    expect(() => assertSameRun(stored(record()), larger, 'run', true)).toThrow(/networks\.discriminator\.hiddenSize/);
  });

  it('takes settings that an older version did not record for their defaults', () => {
    const older = stored(record()) as { configuration: { training: { maxSkipped?: number }; optimizer: { beta1?: number } } };
    delete older.configuration.training.maxSkipped;
    delete older.configuration.optimizer.beta1;
    expect(assertSameRun(older, record(), 'run')).toEqual([]);
  });

  it('knows its text, where it was recorded', () => {
    const of = (tokens: number, fingerprint: string) => record({}, [{ ...whole[0], content: { examples: 3, tokens, fingerprint } }]);
    assertSameRun(stored(of(9, 'a')), of(9, 'a'), 'run');
    assertSameRun(stored(record()), of(9, 'a'), 'run');
    expect(() => assertSameRun(stored(of(9, 'a')), of(8, 'b'), 'run')).toThrow(/content\.tokens was 9 and is 8; data\.phases\.0\.content\.fingerprint was "a" and is "b"/);
    expect(assertSameRun(stored(of(9, 'a')), of(8, 'b'), 'run', true)).toHaveLength(2);
  });

  it('refuses a run of another kind', () => {
    expect(() => assertSameRun({ kind: 'finetuning' }, record(), 'run')).toThrow(/not a pre-training run/);
  });
});
