/* Element-wise arithmetic of two tensors. tfjs' gradients multiply by ones and add zeros a lot: folded here. */
import { broadcastShape } from '../broadcast.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { type KernelTable, kernel, listInputs, ofNumbers } from '../kernel.js';
import { broadcastTo } from './broadcast-to.js';
import { cast } from './cast.js';
import { compare, isInfinite } from './comparison.js';
import { select } from './select.js';

type Fold = (a: number, b: number) => number;

const folds: Readonly<Record<string, Fold>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
};

/** Of float32. */
const SMALLEST_NORMAL = 2 ** -126;

/** One element-wise operation on tensors of one dtype, with tfjs' broadcasting. */
function binary(recorder: Recorder, op: string, a: Symbolic, b: Symbolic): Symbolic {
  const shape = broadcastShape(a.shape, b.shape);
  const dtype = a.dtype;
  const fold = folds[op];
  if (fold !== undefined && a.uniform !== undefined && b.uniform !== undefined) {
    return recorder.uniform(roundAs(dtype, fold(a.uniform, b.uniform)), shape, dtype);
  }
  return recorder.record(op, [recorder.repeatable(a, b, shape), recorder.repeatable(b, a, shape)], { shape, dtype });
}

function roundAs(dtype: Symbolic['dtype'], value: number): number {
  return dtype === 'float32' ? Math.fround(value) : Math.trunc(value);
}

export function add(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  const shape = broadcastShape(a.shape, b.shape);
  if (a.uniform === 0) return broadcastTo(recorder, b, shape);
  if (b.uniform === 0) return broadcastTo(recorder, a, shape);
  return binary(recorder, 'Add', a, b);
}

/** -x; of a known number while recording. */
export function negate(recorder: Recorder, x: Symbolic): Symbolic {
  if (x.uniform !== undefined) return recorder.uniform(-x.uniform, x.shape, x.dtype);
  return recorder.record('Neg', [x], x);
}

export function subtract(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  if (b.uniform === 0) return broadcastTo(recorder, a, broadcastShape(a.shape, b.shape));
  return binary(recorder, 'Sub', a, b);
}

/** A product by a uniform zero is zero here, as tfjs' gradients mean it, even where the other side may be infinite. */
export function multiply(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  const shape = broadcastShape(a.shape, b.shape);
  if (a.uniform === 1) return broadcastTo(recorder, b, shape);
  if (b.uniform === 1) return broadcastTo(recorder, a, shape);
  if (a.uniform === 0 || b.uniform === 0) return recorder.uniform(0, shape, a.dtype);
  return binary(recorder, 'Mul', a, b);
}

/** Division of floating-point numbers; by a constant it is a product, which costs less. */
export function divide(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  if (b.uniform === 1) return broadcastTo(recorder, a, broadcastShape(a.shape, b.shape));
  if (b.uniform !== undefined && b.uniform !== 0 && a.uniform === undefined) {
    const factor = Math.fround(1 / b.uniform);
    // Engines count smaller numbers as 0: the divisor is divided first, and what it divides.
    if (Math.abs(factor) < SMALLEST_NORMAL && Number.isFinite(b.uniform)) {
      const [less_a, less_b] = [a, b].map((side) => multiply(recorder, side, recorder.uniform(2 ** -64, side.shape, side.dtype))) as [Symbolic, Symbolic];
      return divide(recorder, less_a, less_b);
    }
    return multiply(recorder, a, recorder.uniform(factor, b.shape, b.dtype));
  }
  return binary(recorder, 'Div', a, b);
}

function pow(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  if (b.uniform === 1) return broadcastTo(recorder, a, broadcastShape(a.shape, b.shape));
  if (b.uniform === 2) return multiply(recorder, broadcastTo(recorder, a, broadcastShape(a.shape, b.shape)), a);
  return binary(recorder, 'Pow', a, b);
}

/** An integer rounded towards minus infinity, whatever is divided (ONNX divides integers towards zero); 0 for a division by 0. */
function floorDivide(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  const shape = broadcastShape(a.shape, b.shape);
  const multiple = (divisor: Symbolic) => binary(recorder, 'Div', subtract(recorder, a, modulo(recorder, a, divisor)), divisor);
  if (a.dtype !== 'float32') return guarded(recorder, b, multiple, { zero: recorder.uniform(0, shape, a.dtype), minusOne: () => broadcastTo(recorder, negate(recorder, a), shape) });
  // A quotient of its own would be rounded before it is cut.
  const quotient = cast(recorder, recorder.record('Round', [multiple(b)], { shape, dtype: 'float32' }), 'int32');
  if (b.uniform !== undefined && b.uniform !== 0 && Number.isFinite(b.uniform)) return quotient;
  const isZero = compare(recorder, 'Equal', b, recorder.scalar(0));
  return select(recorder, compare(recorder, 'Or', isZero, isInfinite(recorder, b)), recorder.scalar(0, 'int32'), quotient);
}

/** The remainder has the sign of the divisor, as in tfjs (and in ONNX for integers only). That of an integer by 0 is 0. */
function modulo(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  const shape = broadcastShape(a.shape, b.shape);
  if (a.dtype !== 'float32') {
    const zero = recorder.uniform(0, shape, a.dtype);
    return guarded(recorder, b, (divisor) => binary(recorder, 'Mod', a, divisor), { zero, minusOne: () => zero });
  }
  const remainder = recorder.record('Mod', [a, b], { shape, dtype: 'float32' }, { attributes: { fmod: 1 } });
  const isNegative = (x: Symbolic) => compare(recorder, 'Less', x, recorder.scalar(0));
  const isSigned = compare(recorder, 'Xor', isNegative(remainder), isNegative(b));
  const isRest = compare(recorder, 'And', isSigned, cast(recorder, remainder, 'bool'));
  return select(recorder, isRest, add(recorder, remainder, b), remainder);
}

/** What integers divided by 0, and the least of them by -1, would end the process with: other divisors stand in for these, and their results are chosen. */
function guarded(
  recorder: Recorder,
  b: Symbolic,
  divide: (divisor: Symbolic) => Symbolic,
  { zero, minusOne }: { readonly zero: Symbolic; readonly minusOne: () => Symbolic },
): Symbolic {
  if (b.uniform !== undefined) return b.uniform === 0 ? zero : b.uniform === -1 ? minusOne() : divide(b);
  const [isZero, isMinusOne] = [0, -1].map((value) => compare(recorder, 'Equal', b, recorder.scalar(value, b.dtype))) as [Symbolic, Symbolic];
  const isSpecial = compare(recorder, 'Or', isZero, isMinusOne);
  const result = divide(select(recorder, isSpecial, recorder.scalar(1, b.dtype), b));
  return select(recorder, isZero, zero, select(recorder, isMinusOne, minusOne(), result));
}


function squaredDifference(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  const difference = subtract(recorder, a, b);
  return multiply(recorder, difference, difference);
}

const overPair = (record: (recorder: Recorder, a: Symbolic, b: Symbolic) => Symbolic) =>
  ofNumbers(kernel((recorder, { a, b }) => record(recorder, a as Symbolic, b as Symbolic)));

/**
 * Sum of any number of tensors of one shape, in the order in which they become available. ONNX Runtime computes what
 * the first term needs first: for the norm of all gradients in this order, each weight's gradient is made next to the
 * backward step that it belongs to, while its operands are in the cache, and they are given back right after it. Of
 * two networks in one step, the first is done with before the second begins.
 */
const addN = ofNumbers(kernel((recorder, inputs) => {
  const { readiness } = recorder.graph;
  const terms = listInputs(inputs).sort((a, b) => readiness.compare(a.name, b.name));
  return terms.reduce((sum, term) => add(recorder, sum, term));
}));

export const arithmeticKernels: KernelTable = {
  Add: overPair(add),
  AddN: addN,
  Sub: overPair(subtract),
  Multiply: overPair(multiply),
  RealDiv: kernel((recorder, { a, b }) => divide(recorder, cast(recorder, a as Symbolic, 'float32'), cast(recorder, b as Symbolic, 'float32'))),
  FloorDiv: overPair(floorDivide),
  Mod: overPair(modulo),
  Pow: overPair(pow),
  Maximum: overPair((recorder, a, b) => binary(recorder, 'Max', a, b)),
  Minimum: overPair((recorder, a, b) => binary(recorder, 'Min', a, b)),
  SquaredDifference: overPair(squaredDifference),
};
