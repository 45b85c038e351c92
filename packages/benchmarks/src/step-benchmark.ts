import type { ElectraConfig } from '@electra-ts/nn';

/** What one step took and reported. */
export interface TimedStep {
  /** Of the step alone: making its batch is not counted. */
  readonly seconds: number;
  /** First values of the scalars that the step reports, by name; none for inference. */
  readonly losses: Readonly<Record<string, number>>;
}

/** Work on synthetic batches that is timed one step at a time. */
export interface StepBenchmark {
  /** The networks that compute, by name. */
  readonly networks: Readonly<Record<string, ElectraConfig>>;
  /** Floating-point operations of a step's matrix products. */
  readonly flops: number;
  /** Runs one step. */
  step(): Promise<TimedStep>;
  /** Frees the networks and what the step holds. */
  dispose(): Promise<void>;
}
