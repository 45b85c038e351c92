import { replacedTokenHeadFlops } from '@electra-ts/discriminator';
import { generatorHeadFlops, twoTowerFlops } from '@electra-ts/generator';
import { maxPredictionsPerRow } from '@electra-ts/data';
import { forwardFlops } from '@electra-ts/nn';
import { type Objective, objectiveDefaults } from './objectives/objective.js';
import { isGeneratorFrozen, objectives } from './objectives/objectives.js';
import type { JointConfig } from './resolve-pretraining.js';

/** Backward passes cost twice the forward pass: a product each for the gradients of inputs and weights. */
const FORWARD_AND_BACKWARD = 3;

/** A frozen generator is computed forward only. */
const FORWARD = 1;

/** Size of a training step. */
export interface StepSize {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly maskProbability: number;
}

/**
 * Floating-point operations of the matrix products in one training step of an objective: three times the forward passes
 * of the networks and heads that it trains, heads of language models at the masked positions only unless every token is
 * predicted. Element-wise work is left out.
 */
export function stepFlops(
  { discriminator, generator, twoTowers = false }: JointConfig,
  size: StepSize,
  objective: Pick<Objective, 'name' | 'sampler' | 'frozenGenerator'> = {},
): number {
  const { batchSize, sequenceLength, maskProbability } = size;
  const { name, sampler } = { ...objectiveDefaults, ...objective };
  const { detects, languageModel, crops = false } = objectives[name];
  const tokens = batchSize * sequenceLength;
  const masked = batchSize * maxPredictionsPerRow(sequenceLength, maskProbability);
  const predicted = name === 'all-tokens-mlm' ? tokens : masked;
  const draws = twoTowers ? twoTowerFlops(generator, size) : forwardFlops(generator, size, masked) + generatorHeadFlops(generator, masked);
  const samples = sampler === 'generator' ? draws : 0;
  const passes = (detects || languageModel ? 1 : 0) + (crops ? 1 : 0);
  const forward = [
    passes * forwardFlops(discriminator, size),
    languageModel ? generatorHeadFlops(discriminator, predicted) : 0,
    detects ? replacedTokenHeadFlops(discriminator, tokens) : 0,
  ];
  const trained = forward.reduce((sum, part) => sum + part);
  return FORWARD_AND_BACKWARD * trained + (isGeneratorFrozen(objective) ? FORWARD : FORWARD_AND_BACKWARD) * samples;
}
