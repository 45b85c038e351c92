/** The reference's, for a million steps (`configure_pretraining.py`). */
const REFERENCE = 10_000;

/**
 * Steps in which the learning rate rises: as many as were asked for, else the reference's, but at most a tenth of the run: a short run with
 * the reference's warm-up would end while its rate still rises.
 */
export function warmupSteps(training: { readonly steps: number; readonly warmupSteps?: number }): number {
  return training.warmupSteps ?? Math.min(REFERENCE, Math.floor(training.steps / 10));
}
