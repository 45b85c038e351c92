/* Comparisons and logic: tensors in, bool out. */
import { broadcastShape } from '../broadcast.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { type Kernel, type KernelTable, kernel } from '../kernel.js';
import { cast } from './cast.js';

/** One ONNX comparison with broadcasting. */
export function compare(recorder: Recorder, op: string, a: Symbolic, b: Symbolic): Symbolic {
  const shape = broadcastShape(a.shape, b.shape);
  return recorder.record(op, [recorder.repeatable(a, b, shape), recorder.repeatable(b, a, shape)], {
    shape,
    dtype: 'bool',
  });
}

export function not(recorder: Recorder, x: Symbolic): Symbolic {
  return recorder.record('Not', [x], { shape: x.shape, dtype: 'bool' });
}

/** ONNX orders numbers only: a bool is compared as 0 or 1. */
const ordered = (op: string): Kernel =>
  kernel((recorder, { a, b }) => {
    const [x, y] = [a as Symbolic, b as Symbolic].map((t) => (t.dtype === 'bool' ? cast(recorder, t, 'int32') : t));
    return compare(recorder, op, x as Symbolic, y as Symbolic);
  });

const logical = (op: string): Kernel =>
  kernel((recorder, { a, b }) => compare(recorder, op, a as Symbolic, b as Symbolic));

const test = (record: (recorder: Recorder, x: Symbolic) => Symbolic): Kernel =>
  kernel((recorder, { x }) => record(recorder, x as Symbolic));

/** No integer is infinite or not a number. */
export function isInfinite(recorder: Recorder, x: Symbolic): Symbolic {
  if (x.dtype !== 'float32') return recorder.uniform(0, x.shape, 'bool');
  return recorder.record('IsInf', [x], { shape: x.shape, dtype: 'bool' });
}

function isNotANumber(recorder: Recorder, x: Symbolic): Symbolic {
  if (x.dtype !== 'float32') return recorder.uniform(0, x.shape, 'bool');
  return recorder.record('IsNaN', [x], { shape: x.shape, dtype: 'bool' });
}

export const comparisonKernels: KernelTable = {
  Equal: logical('Equal'),
  NotEqual: kernel((recorder, { a, b }) => not(recorder, compare(recorder, 'Equal', a as Symbolic, b as Symbolic))),
  Greater: ordered('Greater'),
  GreaterEqual: ordered('GreaterOrEqual'),
  Less: ordered('Less'),
  LessEqual: ordered('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  LogicalNot: test(not),
  IsNan: test(isNotANumber),
  IsInf: test(isInfinite),
  IsFinite: test((recorder, x) =>
    not(recorder, compare(recorder, 'Or', isNotANumber(recorder, x), isInfinite(recorder, x))),
  ),
};
