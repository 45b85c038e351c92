/* Element-wise arithmetic of two tensors. tfjs' gradients multiply by ones and add zeros a lot: folded here. */
import { broadcastShape } from '../broadcast.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { type KernelTable, kernel, listInputs } from '../kernel.js';
import { broadcastTo } from './broadcast-to.js';
import { cast } from './cast.js';

type Fold = (a: number, b: number) => number;

const folds: Readonly<Record<string, Fold>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
};

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
    return multiply(recorder, a, recorder.uniform(Math.fround(1 / b.uniform), b.shape, b.dtype));
  }
  return binary(recorder, 'Div', a, b);
}

function pow(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  if (b.uniform === 1) return broadcastTo(recorder, a, broadcastShape(a.shape, b.shape));
  if (b.uniform === 2) return multiply(recorder, broadcastTo(recorder, a, broadcastShape(a.shape, b.shape)), a);
  return binary(recorder, 'Pow', a, b);
}

/** An integer rounded towards minus infinity, whatever is divided (ONNX divides integers towards zero). */
function floorDivide(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  if (a.dtype === 'float32') return cast(recorder, floor(recorder, binary(recorder, 'Div', a, b)), 'int32');
  return binary(recorder, 'Div', subtract(recorder, a, modulo(recorder, a, b)), b);
}

/** The remainder has the sign of the divisor, as in tfjs (and in ONNX for integers only). */
function modulo(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  if (a.dtype !== 'float32') return binary(recorder, 'Mod', a, b);
  return subtract(recorder, a, multiply(recorder, b, floor(recorder, binary(recorder, 'Div', a, b))));
}

function floor(recorder: Recorder, x: Symbolic): Symbolic {
  return recorder.record('Floor', [x], x);
}

function squaredDifference(recorder: Recorder, a: Symbolic, b: Symbolic): Symbolic {
  const difference = subtract(recorder, a, b);
  return multiply(recorder, difference, difference);
}

const overPair = (record: (recorder: Recorder, a: Symbolic, b: Symbolic) => Symbolic) =>
  kernel((recorder, { a, b }) => record(recorder, a as Symbolic, b as Symbolic));

/**
 * Sum of any number of tensors of one shape, in the order in which they become available. ONNX Runtime computes what
 * the first term needs first: for the norm of all gradients in this order, each weight's gradient is made next to the
 * backward step that it belongs to, while its operands are in the cache, and they are given back right after it. Of
 * two networks in one step, the first is done with before the second begins.
 */
const addN = kernel((recorder, inputs) => {
  const { readiness } = recorder.graph;
  const terms = listInputs(inputs).sort((a, b) => readiness.compare(a.name, b.name));
  return terms.reduce((sum, term) => add(recorder, sum, term));
});

export const arithmeticKernels: KernelTable = {
  Add: overPair(add),
  AddN: addN,
  Sub: overPair(subtract),
  Multiply: overPair(multiply),
  RealDiv: overPair((recorder, a, b) => divide(recorder, cast(recorder, a, 'float32'), cast(recorder, b, 'float32'))),
  FloorDiv: overPair(floorDivide),
  Mod: overPair(modulo),
  Pow: overPair(pow),
  Maximum: overPair((recorder, a, b) => binary(recorder, 'Max', a, b)),
  Minimum: overPair((recorder, a, b) => binary(recorder, 'Min', a, b)),
  SquaredDifference: overPair(squaredDifference),
};
