export { ClassificationBenchmark, type ClassificationBenchmarkOptions } from './classification-benchmark.js';
export { type DataBenchmarkOptions, type DataFigures, measureData } from './data-benchmark.js';
export { JointBenchmark, type JointBenchmarkOptions } from './joint-benchmark.js';
export { main } from './main.js';
export type { StepBenchmark, TimedStep } from './step-benchmark.js';
export { syntheticBatch } from './synthetic-batch.js';
