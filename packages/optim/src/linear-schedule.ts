/** A learning rate over time; see `linearSchedule`. */
export interface LinearScheduleOptions {
  /** The learning rate that warm-up aims at. */
  readonly peak: number;
  /** Steps over which the factor of warm-up grows from 0 to 1; 0 for none. */
  readonly warmupSteps: number;
  /** Step from which on the learning rate is 0. */
  readonly totalSteps: number;
}

/**
 * The reference's learning rate: `peak * (1 - step / totalSteps) * min(1, step / warmupSteps)`.
 *
 * `step` counts the updates done so far, as TensorFlow's global step does: the first update of a run uses step 0, whose
 * rate is 0 when there is a warm-up, and the last one uses `totalSteps - 1`. Whoever numbers steps from 1 passes
 * `n - 1`. Decay runs from step 0 on, not from the end of the warm-up, so that the rate never quite reaches `peak`
 * (google-research/electra model/optimization.py, `create_optimizer`).
 *
 * @throws Error when the options are not a schedule
 */
export function linearSchedule(options: LinearScheduleOptions): (step: number) => number {
  const { peak, warmupSteps, totalSteps } = options;
  if (!(peak >= 0 && warmupSteps >= 0 && totalSteps > 0) || !Number.isFinite(peak + warmupSteps + totalSteps)) {
    throw new Error(
      'linearSchedule: expected peak >= 0, warmupSteps >= 0 and totalSteps > 0, ' +
        `received peak ${peak}, warmupSteps ${warmupSteps}, totalSteps ${totalSteps}`,
    );
  }
  return (step) => {
    const remaining = 1 - Math.min(step, totalSteps) / totalSteps;
    const warmth = warmupSteps === 0 ? 1 : Math.min(1, step / warmupSteps);
    return peak * remaining * warmth;
  };
}
