export { adamW, adamWDefaults, type AdamWExtra, type AdamWOptions, momentCorrections } from './adam-w.js';
export { clipByGlobalNorm, clipScale, globalNorm } from './clip-by-global-norm.js';
export { decaysWeight } from './decays-weight.js';
export { isFiniteStep } from './is-finite-step.js';
export { layerwiseRates, type LayerwiseOptions } from './layerwise-rates.js';
export { linearSchedule, type LinearScheduleOptions } from './linear-schedule.js';
export { createMoments, disposeMoments, type Moments } from './moments.js';
export { type ForwardResults, type LossGradients, variableGradients } from './variable-gradients.js';
