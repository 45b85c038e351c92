import { broadcastShape } from '../broadcast.js';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { reshape } from './reshape.js';

/** Elements of `yes` where `condition` holds, of `no` elsewhere; all three are broadcast. */
export function select(recorder: Recorder, condition: Symbolic, yes: Symbolic, no: Symbolic): Symbolic {
  const shape = broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape));
  const inputs = [
    condition,
    recorder.repeatable(yes, condition, shape),
    recorder.repeatable(no, condition, shape),
  ];
  return recorder.record('Where', inputs, { shape, dtype: yes.dtype });
}

export const selectKernels: KernelTable = {
  Select: kernel((recorder, { condition, t, e }) => {
    const [test, yes] = [condition as Symbolic, t as Symbolic];
    // A condition of rank 1 chooses whole rows.
    const missing = new Array<number>(Math.max(0, yes.shape.length - test.shape.length)).fill(1);
    const aligned = test.shape.length === 0 ? test : reshape(recorder, test, [...test.shape, ...missing]);
    return select(recorder, aligned, yes, e as Symbolic);
  }),
};
