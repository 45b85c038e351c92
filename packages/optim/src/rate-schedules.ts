import { linearSchedule, type LinearScheduleOptions } from './linear-schedule.js';

/** How the learning rate goes on after its warm-up; see `rateSchedule`. */
export const scheduleNames = ['linear', 'cosine', 'constant', 'inverse-sqrt'] as const;

/** See `scheduleNames`. */
export type ScheduleName = (typeof scheduleNames)[number];

/** Steps that `inverse-sqrt` without a warm-up takes for one (transformers' default). */
const TIMESCALE = 10_000;

/**
 * A learning rate by the number of updates done, which grows from 0 over `warmupSteps` updates and then goes on as the
 * name says. `linear` is the reference's (see `linearSchedule`). The others are those of transformers' optimization.py:
 * `cosine` falls from the peak at the end of the warm-up to 0 at `totalSteps` along half a wave, `constant` stays at
 * the peak, `inverse-sqrt` falls with the root of the number of updates and does not depend on `totalSteps`.
 *
 * @throws Error when the options are not a schedule
 */
export function rateSchedule(name: ScheduleName, options: LinearScheduleOptions): (step: number) => number {
  // Also checks the options.
  const linear = linearSchedule(options);
  if (name === 'linear') return linear;
  const { peak, warmupSteps, totalSteps } = options;
  const after = {
    cosine: (step: number) => {
      const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
      return 0.5 * (1 + Math.cos(Math.PI * progress));
    },
    constant: () => 1,
    'inverse-sqrt': (step: number) => {
      const timescale = warmupSteps || TIMESCALE;
      return Math.sqrt(timescale / (step - warmupSteps + timescale));
    },
  }[name];
  return (step) => peak * (step < warmupSteps ? step / warmupSteps : after(step));
}
