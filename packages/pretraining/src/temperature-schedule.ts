import type { PretrainingConfig } from './pretraining-config.js';

/**
 * The temperature that replacements are drawn at: it falls exponentially from `startTemperature` to `temperature`, so that
 * the discriminator meets easy replacements first (Fast-ELECTRA, Dong et al. 2023, where the generator is frozen).
 *
 * @returns temperature by the updates done before, or undefined where it stays the same all the time
 */
export function temperatureSchedule(objective: PretrainingConfig['objective']): ((updatesDone: number) => number) | undefined {
  const { temperature, startTemperature, temperatureSteps } = objective;
  if (startTemperature === undefined) return undefined;
  return (updatesDone) => temperature + (startTemperature - temperature) * Math.exp(-updatesDone / temperatureSteps);
}
