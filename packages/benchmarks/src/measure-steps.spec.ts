import { measureSteps, type MeasureStepsOptions } from './measure-steps.js';
import type { StepBenchmark, TimedStep } from './step-benchmark.js';

const options: MeasureStepsOptions = { preset: 'tiny', batchSize: 4, sequenceLength: 8, steps: 3, engine: 'onnxruntime', precision: 'float32', threads: 1, peers: [], python: 'python3' };

/** Work that says what its steps took. */
class Told implements StepBenchmark {
  readonly networks = {};
  readonly flops = 2e9;
  disposed = 0;
  constructor(private readonly steps: (TimedStep | Error)[]) {}

  step(): Promise<TimedStep> {
    const next = this.steps.shift() as TimedStep | Error;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  }

  dispose(): Promise<void> {
    this.disposed++;
    return Promise.resolve();
  }
}
/** A step without losses is one of inference. */
const took = (seconds: number, losses: Readonly<Record<string, number>> = {}): TimedStep => ({ seconds, losses });

describe('measureSteps', () => {
  let shown = '';
  beforeEach(() => {
    shown = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (shown += String(text)) !== '');
  });
  afterEach(() => jest.restoreAllMocks());

  it('leaves the first step out of what it tells about the others', async () => {
    const work = new Told([took(9, { loss: 9 }), took(0.4, { loss: 3 }), took(0.1), took(0.2, { loss: 1 })]);
    const figures = await measureSteps(options, { create: () => work, script: 'joint_step.py' });
    expect(figures).toMatchObject({ medianSeconds: 0.2, bestSeconds: 0.1, losses: [3, 1], peers: [], engine: 'onnxruntime' });
    expect(figures.tokensPerSecond).toBeCloseTo(32 / 0.2, 9);
    expect(figures.gflops).toBeCloseTo(10, 9);
    expect(figures.peakGflops).toBeGreaterThan(0);
    expect(figures.firstStepProcessorSeconds).toBeGreaterThan(0);
    expect(figures.firstStepProcessorSeconds).toBeLessThan(10);
    expect(shown).toMatch(/the first step records, compiles and allocates\nfirst step: \d+\.\d s, \d+\.\d s of processors\n/);
    expect(shown).toMatch(/step 3 of 3: 0\.200 s/);
    expect(work.disposed).toBe(1);
  });

  it('refuses a folder of compiled graphs for an engine that keeps none', async () => {
    await expect(measureSteps({ ...options, cache: 'kept' }, { create: () => new Told([]), script: 'joint_step.py' })).rejects.toThrow(
      'Only openvino keeps compiled graphs in a folder: expected --engine openvino with --cache, received the engine onnxruntime.',
    );
  });

  it('gives back what it holds where a step fails', async () => {
    const work = new Told([took(1), new Error('out of memory')]);
    await expect(measureSteps(options, { create: () => work, script: 'joint_step.py' })).rejects.toThrow('out of memory');
    expect(work.disposed).toBe(1);
  });
});
