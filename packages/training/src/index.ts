export { type Checkpoint, newestCheckpoint } from './checkpoints.js';
export { formatDuration } from './format-duration.js';
export type { MetricsRow } from './metrics-log.js';
export { onSignals, type SignalHost, type SignalWatch } from './on-signals.js';
export { type Progress, ProgressMeter } from './progress-meter.js';
export { type RunContents, RunFolder, type RunFolderOptions } from './run-folder.js';
export { type ModelRole, resolveModelFolder } from './resolve-model-folder.js';
export { type Metrics, runTraining, type TrainingPlan } from './run-training.js';
export { metricsRow, type TrainingEvent } from './training-event.js';
