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

  it('says what a peer needs that cannot run, before anything is measured', async () => {
    await expect(output({ ...options, peers: ['eager'], python: '/nowhere/python' })).rejects.toThrow(/PyTorch \(eager\) cannot run with \/nowhere\/python/);
  });
});
