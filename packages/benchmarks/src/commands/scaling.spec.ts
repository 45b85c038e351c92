import { standardOutputOf } from '../standard-output.fixture.js';
import { tinyOptions } from '../tiny-options.fixture.js';
import type { StepFigures } from '../measure-steps.js';
import { commandFor, scaling, type ScalingOptions } from './scaling.js';

const options: ScalingOptions = {
  ...tinyOptions,
  work: 'classification',
  sizes: [
    { rows: 1, tokens: 8 },
    { rows: 2, tokens: 16 },
  ],
};

const output = (chosen: ScalingOptions): Promise<string> => standardOutputOf(() => scaling(chosen));

describe('electra-bench scaling', () => {
  it('prints the figures of each size in one JSON document', async () => {
    const figures = JSON.parse(await output(options)) as StepFigures[];
    expect(figures).toMatchObject([
      { batchSize: 1, sequenceLength: 8, preset: 'tiny', engine: 'onnxruntime', threads: 1 },
      { batchSize: 2, sequenceLength: 16, preset: 'tiny', engine: 'onnxruntime', threads: 1 },
    ]);
    expect(figures[1].tokensPerSecond).toBeCloseTo(32 / figures[1].medianSeconds, 6);
  }, 300_000);

  it('passes on what each measurement is told', () => {
    const told = { engine: 'openvino', precision: 'bfloat16', threads: 2, cache: 'graphs', hugePages: true, peers: ['eager'] } as const;
    expect(commandFor({ ...options, ...told }).join(' ')).toMatch(/--engine openvino --precision bfloat16 --threads 2 --cache graphs --huge-pages --peers eager$/);
  });

  it('prints a table for people', async () => {
    expect(await output({ ...options, work: 'inference', sizes: [{ rows: 3, tokens: 8 }], json: false })).toMatch(/rows x tokens .*\n +3 x 8 .* GiB\n$/);
  }, 300_000);

  it('ends where a size cannot be measured, with its exit status and the command that shows why', async () => {
    await expect(output({ ...options, peers: ['eager'], python: '/nowhere/python' })).rejects.toMatchObject({
      exitStatus: 2,
      message: expect.stringMatching(/line above says why\. Alone: electra-bench step --task classification .*--peers eager --batch-size 1/),
    });
  }, 300_000);
});
