import {
  adamW,
  type AdamWOptions,
  averageWeights,
  clipScale,
  globalNorm,
  groupClipScales,
  isFiniteStep,
  type Moments,
} from '@electra-ts/optim';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Feeds } from './model-inputs.js';

/** What is clipped to a norm: all gradients as one vector, those of each network (what is shared is the discriminator's), or each tensor's. */
export const clipGroups = ['all', 'network', 'tensor'] as const;

const groupOf = { network: (name: string) => name.split('.')[0], tensor: (name: string) => name };

/** How a step changes parameters. */
export interface UpdateOptions {
  readonly optimizer: AdamWOptions & { readonly clipNorm: number; readonly clipGroups?: (typeof clipGroups)[number] };
  /** Moving averages of the trained parameters, and the share of the old average that a step keeps. */
  readonly averages?: { readonly values: Readonly<Record<string, Variable>>; readonly decay: number };
}

/**
 * Clips gradients and updates parameters, moments and averages, or none of them where loss or norm is not finite.
 *
 * @param feeds `learningRate` and what else `updateFeeds` makes, each []
 * @returns the gradients' global norm before clipping, []
 */
export function applyGradients(
  { trained, moments, gradients, loss }: {
    readonly trained: Readonly<Record<string, Variable>>;
    readonly moments: Moments;
    readonly gradients: Readonly<Record<string, Tensor>>;
    readonly loss: Scalar;
  },
  feeds: Feeds,
  { optimizer, averages }: UpdateOptions,
): Scalar {
  const gradientNorm = globalNorm(gradients);
  const accept = isFiniteStep(loss, gradientNorm);
  const { clipNorm, clipGroups: groups = 'all' } = optimizer;
  adamW(trained, moments, gradients, feeds['learningRate'] as Scalar, optimizer, {
    gradientScale: groups === 'all' ? clipScale(gradientNorm, clipNorm) : groupClipScales(gradients, groupOf[groups], clipNorm),
    accept,
    ...(optimizer.biasCorrection
      ? { correction: { first: feeds['firstCorrection'] as Scalar, second: feeds['secondCorrection'] as Scalar } }
      : {}),
  });
  if (averages) averageWeights(averages.values, trained, averages.decay, accept);
  return gradientNorm;
}
