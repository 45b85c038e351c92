import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The only source of randomness inside a training step. Each call is the next site of that step: it gets the numbers
 * of (seed, step, site), so that the order of the calls, and nothing else, decides what each receives.
 */
export interface RandomSource {
  /** An inverted-dropout mask: 0 with probability `dropRate`, else 1 / (1 - dropRate). */
  keepMask(shape: readonly number[], dropRate: number): Tensor;
  /** Independent uniform numbers of [0, 1). */
  uniform(shape: readonly number[]): Tensor;
}
