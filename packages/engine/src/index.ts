export { createRuntime, type RunningEngine, type RuntimeOptions } from './create-runtime.js';
export type { EngineChoice } from './engine-choice.js';
export { engineNames, type EngineName } from './engine-name.js';
export type { EngineReport } from './engine-report.js';
export { describeHardware, hardware, type Hardware } from './hardware.js';
export { inspectEngines } from './inspect-engines.js';
export { measurePeak, PEAK_STEP, quickPeak } from './measure-peak.js';
export { type Precision, type PrecisionChoice, precisionChoices } from './precision.js';
