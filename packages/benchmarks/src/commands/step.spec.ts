import type { GraphProfile } from '@electra-ts/compiler';
import { standardOutputOf } from '../standard-output.fixture.js';
import { tinyOptions } from '../tiny-options.fixture.js';
import { step, type StepOptions } from './step.js';

const options: StepOptions = {
  task: 'pretraining',
  ...tinyOptions,
  batchSize: 2,
  sequenceLength: 16,
};

const output = (chosen: StepOptions): Promise<string> => standardOutputOf(() => step(chosen));

describe('electra-bench step', () => {
  it('prints one JSON document with what was measured', async () => {
    const result = JSON.parse(await output(options)) as Record<string, number> & { losses: number[] };
    expect(result).toMatchObject({ preset: 'tiny', batchSize: 2, sequenceLength: 16, engine: 'onnxruntime', threads: 1, peers: [] });
    expect(result.losses).toHaveLength(1);
    expect(result.losses.every(Number.isFinite)).toBe(true);
    expect(result['bestSeconds']).toBeLessThanOrEqual(result['medianSeconds']);
    expect(result['tokensPerSecond']).toBeCloseTo(32 / result['medianSeconds'], 6);
    expect(result['residentBytes']).toBeGreaterThan(2 ** 20);
  });

  it('times a fine-tuning step', async () => {
    const result = JSON.parse(await output({ ...options, task: 'classification' })) as { task: string; losses: number[] };
    expect(result.task).toBe('classification');
    expect(result.losses.every((loss) => loss > 0 && loss < 5)).toBe(true);
  });

  it('says where the time went', async () => {
    const { profile } = JSON.parse(await output({ ...options, profile: true })) as { profile: GraphProfile[] };
    expect(profile.map(({ step, runs }) => [step, runs])).toEqual([['joint step', 2]]);
    const shown = await output({ ...options, profile: true, json: false });
    expect(shown).toMatch(/^joint step, milliseconds a run over 2 runs/m);
    for (const row of [/^ {2}backward +\d/m, /^ {2}CPUExecutionProvider +\d/m, /^ {2}Gemm +\d/m, /^ {2}discriminator\.electra\.encoder\.layer\.N\.\S+ +\d/m]) expect(shown).toMatch(row);
    await expect(output({ ...options, engine: 'cpu', profile: true })).rejects.toThrow('Only onnxruntime measures its operations');
  });

  it('says what a peer needs that cannot run, before anything is measured', async () => {
    await expect(output({ ...options, peers: ['eager'], python: '/nowhere/python' })).rejects.toThrow(/PyTorch \(eager\) cannot run with \/nowhere\/python/);
  });
});
