import type { Recorder } from '../recorder.js';
import { type Symbolic, sameShape } from '../symbolic.js';

/** `x` with its axes of length 1 (and missing leading axes) repeated to `shape`. */
export function broadcastTo(recorder: Recorder, x: Symbolic, shape: readonly number[]): Symbolic {
  if (sameShape(x.shape, shape)) return x;
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  return recorder.record('Expand', [x, recorder.indices(shape)], { shape, dtype: x.dtype });
}
