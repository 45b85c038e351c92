/* Element-wise functions of one tensor. */
import type { ClipByValueAttrs, LeakyReluAttrs, StepAttrs } from '@tensorflow/tfjs-core';
import { broadcastShape } from '../broadcast.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { type Kernel, type KernelTable, kernel, ofNumbers } from '../kernel.js';
import { add, divide, multiply, negate, subtract } from './arithmetic.js';
import { broadcastTo } from './broadcast-to.js';
import { cast } from './cast.js';
import { compare } from './comparison.js';
import { select } from './select.js';

/** One ONNX operation that keeps shape and dtype. */
export function unary(recorder: Recorder, op: string, x: Symbolic): Symbolic {
  return recorder.record(op, [x], x);
}

/** 1 where x is greater than 0, else `alpha`. */
function step(recorder: Recorder, x: Symbolic, alpha: number): Symbolic {
  const positive = compare(recorder, 'Greater', x, recorder.scalar(0, x.dtype));
  if (alpha === 0) return cast(recorder, positive, x.dtype);
  return select(recorder, positive, recorder.scalar(1, x.dtype), recorder.scalar(alpha, x.dtype));
}

const relu = (recorder: Recorder, x: Symbolic) =>
  x.dtype === 'float32'
    ? unary(recorder, 'Relu', x)
    : recorder.record('Max', [x, recorder.scalar(0, x.dtype)], x);

function clip(recorder: Recorder, x: Symbolic, low: number, high: number): Symbolic {
  // No int32 is infinite.
  const bound = (value: number) => recorder.scalar(x.dtype === 'int32' ? Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1) : value, x.dtype);
  return recorder.record('Clip', [x, bound(low), bound(high)], x);
}

/** tfjs computes these in floating point whatever it receives. */
const inFloat = (record: (recorder: Recorder, x: Symbolic) => Symbolic): Kernel =>
  kernel((recorder, { x }) => record(recorder, cast(recorder, x as Symbolic, 'float32')));

const plain = (record: (recorder: Recorder, x: Symbolic) => Symbolic): Kernel =>
  ofNumbers(kernel((recorder, { x }) => record(recorder, x as Symbolic)));

const named = (op: string) => (recorder: Recorder, x: Symbolic) => unary(recorder, op, x);

/** An integer is round already. */
const rounded = (op: string) => (recorder: Recorder, x: Symbolic) =>
  x.dtype === 'float32' ? unary(recorder, op, x) : x;

const reciprocal = named('Reciprocal');

/** 1 / (1 + e^-x), written out: ONNX Runtime's own Sigmoid is 0 from -18 on, where a logarithm needs it most. */
export function sigmoid(recorder: Recorder, x: Symbolic): Symbolic {
  return reciprocal(recorder, add(recorder, unary(recorder, 'Exp', negate(recorder, x)), recorder.scalar(1)));
}

/** Below this the results of `log1p` and `expm1` lose digits to the 1 that is added or taken away. */
const SMALL = 0.5;

/** log(1 + x). Of small x it is x log(u) / (u - 1) with u = 1 + x as it is rounded (Kahan; HP-15C Advanced Functions Handbook, appendix). */
function log1p(recorder: Recorder, x: Symbolic): Symbolic {
  const sum = add(recorder, x, recorder.scalar(1));
  const rest = subtract(recorder, sum, recorder.scalar(1));
  const log = unary(recorder, 'Log', sum);
  return precise(recorder, x, rest, multiply(recorder, log, divide(recorder, x, rest)), log);
}

/** e^x - 1. Of small x it is (u - 1) x / log(u) with u = e^x as it is rounded. */
function expm1(recorder: Recorder, x: Symbolic): Symbolic {
  const power = unary(recorder, 'Exp', x);
  const rest = subtract(recorder, power, recorder.scalar(1));
  return precise(recorder, x, rest, multiply(recorder, rest, divide(recorder, x, unary(recorder, 'Log', power))), rest);
}

/** x itself where nothing of it is left in `rest`, `small` where x is small, else `large`. */
function precise(recorder: Recorder, x: Symbolic, rest: Symbolic, small: Symbolic, large: Symbolic): Symbolic {
  const isSmall = compare(recorder, 'Less', unary(recorder, 'Abs', x), recorder.scalar(SMALL));
  const isNothing = compare(recorder, 'Equal', rest, recorder.scalar(0));
  return select(recorder, isSmall, select(recorder, isNothing, x, small), large);
}

/** Gradient of elu from its result y: dy where y >= 0, else dy (y + 1). */
const eluGradient = kernel((recorder, inputs) => {
  const [dy, y] = [inputs['dy'] as Symbolic, inputs['y'] as Symbolic];
  const negative = multiply(recorder, dy, add(recorder, y, recorder.scalar(1)));
  return select(recorder, compare(recorder, 'GreaterOrEqual', y, recorder.scalar(0)), dy, negative);
});

export const unaryKernels: KernelTable = {
  Abs: plain(named('Abs')),
  Ceil: plain(rounded('Ceil')),
  ClipByValue: ofNumbers(
    kernel<ClipByValueAttrs>((recorder, { x }, { clipValueMin, clipValueMax }) => clip(recorder, x as Symbolic, clipValueMin, clipValueMax)),
  ),
  Cos: inFloat(named('Cos')),
  Elu: inFloat(named('Elu')),
  EluGrad: eluGradient,
  Erf: inFloat(named('Erf')),
  Exp: inFloat(named('Exp')),
  Expm1: inFloat(expm1),
  Floor: plain(rounded('Floor')),
  LeakyRelu: kernel<LeakyReluAttrs>((recorder, inputs, { alpha }) => {
    const x = cast(recorder, inputs['x'] as Symbolic, 'float32');
    return recorder.record('LeakyRelu', [x], x, { attributes: { alpha: { float: alpha } } });
  }),
  Log: inFloat(named('Log')),
  Log1p: inFloat(log1p),
  Neg: plain(negate),
  Prelu: kernel((recorder, inputs) => {
    const [x, alpha] = [inputs['x'], inputs['alpha']].map((each) => cast(recorder, each as Symbolic, 'float32')) as [Symbolic, Symbolic];
    const repeated = broadcastTo(recorder, x, broadcastShape(x.shape, alpha.shape));
    return recorder.record('PRelu', [repeated, alpha], repeated);
  }),
  Reciprocal: inFloat(reciprocal),
  Relu: plain(relu),
  Relu6: plain((recorder, x) => clip(recorder, x, 0, 6)),
  Round: plain(rounded('Round')),
  Rsqrt: inFloat((recorder, x) => reciprocal(recorder, unary(recorder, 'Sqrt', x))),
  Selu: inFloat(named('Selu')),
  Sigmoid: inFloat(sigmoid),
  Sign: plain(named('Sign')),
  Sin: inFloat(named('Sin')),
  Softplus: inFloat(named('Softplus')),
  Sqrt: inFloat(named('Sqrt')),
  Square: plain((recorder, x) => multiply(recorder, x, x)),
  Step: ofNumbers(kernel<StepAttrs>((recorder, { x }, { alpha }) => step(recorder, x as Symbolic, alpha ?? 0))),
  Tanh: inFloat(named('Tanh')),
};
