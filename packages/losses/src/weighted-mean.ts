// Registers the gradients of tfjs' own operations.
import '@electra-ts/ops';
import { div, maximum, mul, sum, tidy, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';

// N values

/** Keeps the denominator above 0; weights are 0 or of the order of 1. */
const SMALLEST_WEIGHT = 1e-6;

/**
 * The mean of values by weights: sum(values * weights) / sum(weights). Where all weights are zero the mean is 0, and so
 * are its gradients (the reference, which adds 1e-6 to the denominator, has the same limit).
 *
 * It checks nothing: each loss compares the shapes of what it was given under its own name.
 */
export function weightedMean(values_N: Tensor1D, weights_N: Tensor1D): Scalar {
  return tidy(() => div(sum(mul(values_N, weights_N)), maximum(sum(weights_N), SMALLEST_WEIGHT)));
}
