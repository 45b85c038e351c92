import { replacedTokenHeadFlops } from '@electra-ts/discriminator';
import { generatorHeadFlops } from '@electra-ts/generator';
import { maxPredictionsPerRow } from '@electra-ts/data';
import { forwardFlops } from '@electra-ts/nn';
import type { JointConfig } from './resolve-pretraining.js';

/** Backward passes cost twice the forward pass: a product each for the gradients of inputs and weights. */
const FORWARD_AND_BACKWARD = 3;

/** Size of a training step. */
export interface StepSize {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly maskProbability: number;
}

/**
 * Floating-point operations of the matrix products in one joint training step: three times the forward passes of both
 * networks with their heads, the generator's head at the masked positions only. Element-wise work is left out.
 */
export function stepFlops({ discriminator, generator }: JointConfig, size: StepSize): number {
  const { batchSize, sequenceLength, maskProbability } = size;
  const positions = batchSize * maxPredictionsPerRow(sequenceLength, maskProbability);
  const forward =
    forwardFlops(generator, size) +
    generatorHeadFlops(generator, positions) +
    forwardFlops(discriminator, size) +
    replacedTokenHeadFlops(discriminator, batchSize * sequenceLength);
  return FORWARD_AND_BACKWARD * forward;
}
