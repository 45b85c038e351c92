import type { GraphProfile } from '@electra-ts/compiler';
import { ClassificationBenchmark } from '../classification-benchmark.js';
import { JointBenchmark } from '../joint-benchmark.js';
import { type MeasuredWork, measureSteps, type MeasureStepsOptions } from '../measure-steps.js';
import { profileTable } from '../profile-table.js';
import { stepTable } from '../step-table.js';

/** What may be trained: both networks, or a discriminator below a classification head. */
export const stepTasks = ['pretraining', 'classification'] as const;

/** What `electra-bench step` is told. */
export interface StepOptions extends MeasureStepsOptions {
  /** See `stepTasks`. */
  readonly task: (typeof stepTasks)[number];
  readonly json: boolean;
  /** Tell where the time goes. */
  readonly profile?: boolean;
}

/** `electra-bench step`: seconds, tokens and memory of a training step, with peers measured in turn. */
export async function step(options: StepOptions): Promise<void> {
  const work: Record<StepOptions['task'], MeasuredWork> = {
    pretraining: { create: (runtime) => new JointBenchmark(runtime, options), script: 'joint_step.py' },
    classification: {
      create: (runtime) => new ClassificationBenchmark(runtime, { ...options, training: true }),
      script: 'classification_step.py',
    },
  };
  const profiles: GraphProfile[] = [];
  const profiling = options.profile === true && { onProfile: (profile: GraphProfile) => profiles.push(profile) };
  const measured = await measureSteps({ ...options, ...profiling }, work[options.task]);
  const figures = { task: options.task, ...measured, ...(profiling && { profile: profiles }) };
  process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : stepTable(figures) + profiles.map(profileTable).join(''));
}
