import { ClassificationBenchmark } from '../classification-benchmark.js';
import { measureSteps, type MeasureStepsOptions } from '../measure-steps.js';
import { stepTable } from '../step-table.js';

/** What `electra-bench inference` is told. */
export interface InferenceOptions extends MeasureStepsOptions {
  readonly json: boolean;
}

/** `electra-bench inference`: seconds, texts and memory of classifying a batch of full rows, with peers measured in turn. */
export async function inference(options: InferenceOptions): Promise<void> {
  const figures = await measureSteps(options, {
    create: (runtime) => new ClassificationBenchmark(runtime, { ...options, training: false }),
    script: 'classification_step.py',
    args: ['--inference'],
  });
  const result = { ...figures, losses: undefined, textsPerSecond: options.batchSize / figures.medianSeconds };
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : stepTable(result));
}
