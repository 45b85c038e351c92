export { createRuntime, type Precision, precisions, type RunningEngine, type RuntimeOptions } from './create-runtime.js';
export { engineNames, type EngineName } from './engine-name.js';
export type { EngineReport } from './engine-report.js';
export { describeHardware, hardware, type Hardware } from './hardware.js';
export { inspectEngines } from './inspect-engines.js';
export { measurePeak, quickPeak } from './measure-peak.js';
