/* GELU by erf (Hendrycks and Gimpel 2016): x Phi(x), with Phi the distribution function of the standard normal. */
import { fusedKernels } from '@electra-ts/ops';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { add, divide, multiply } from './arithmetic.js';
import { inBlocks } from './in-blocks.js';
import { unary } from './unary.js';

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

const gelu = kernel((recorder, { x }) =>
  recorder.record('Gelu', [x as Symbolic], x as Symbolic, { domain: 'com.microsoft' }),
);

/** dy (Phi(x) + x phi(x)). Phi = 0.5 erf(s) + 0.5 is one HardSigmoid, and x phi(x) = x / exp(s s) / sqrt(2 pi). */
function slopeTimes(recorder: Recorder, dy: Symbolic, x: Symbolic): Symbolic {
  const scaled = multiply(recorder, x, recorder.scalar(Math.SQRT1_2));
  const half = { float: 0.5 };
  const distribution = recorder.record('HardSigmoid', [unary(recorder, 'Erf', scaled)], x, {
    attributes: { alpha: half, beta: half },
  });
  const bell = unary(recorder, 'Exp', multiply(recorder, scaled, scaled));
  const slope = multiply(recorder, divide(recorder, x, bell), recorder.scalar(INVERSE_SQRT_TWO_PI));
  return multiply(recorder, dy, add(recorder, distribution, slope));
}

/** Nine passes over the widest arrays of a network: in blocks, so that eight of them stay in the cache. */
const geluGradient = kernel((recorder, { dy, x }) =>
  inBlocks(recorder, [dy as Symbolic, x as Symbolic], (block, [dyBlock, xBlock]) =>
    slopeTimes(block, dyBlock as Symbolic, xBlock as Symbolic),
  ),
);

export const geluKernels: KernelTable = {
  [fusedKernels.Gelu]: gelu,
  [fusedKernels.GeluGrad]: geluGradient,
};
