import type { StepFunction } from '@electra-ts/compiler';
import type { PretrainedModel } from '@electra-ts/nn';
import { adamW, type AdamWOptions, clipScale, globalNorm, type Moments, variableGradients } from '@electra-ts/optim';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { TaskKind } from './kinds/task-kind.js';

/** What decides an update. */
export interface FinetuningOptimizer {
  readonly adamW: AdamWOptions;
  /** Multiplier of the learning rate for each parameter. */
  readonly rates: Readonly<Record<string, number>>;
  readonly clipNorm: number;
}

/** What learns: a model and the kind of task that its head is for. */
export interface Learner {
  readonly kind: TaskKind;
  readonly model: PretrainedModel;
}

/** What a gradient changes. */
export interface Learned {
  readonly model: Pick<PretrainedModel, 'parameters'>;
  readonly moments: Moments;
}

/**
 * One step of fine-tuning. Its feeds are those that the kind makes (`inputs` and `targets`) and learningRate [].
 *
 * @returns a step that updates model and moments and reports `loss` and `gradientNorm`, both []
 */
export function finetuningStep({ kind, model }: Learner, moments: Moments, optimizer: FinetuningOptimizer): StepFunction {
  return (feeds, random) => {
    const forward = () => kind.loss(kind.outputs(model, feeds, random), feeds);
    const { value, gradients } = variableGradients(forward, model.parameters);
    return { loss: value, gradientNorm: learn({ model, moments }, gradients, feeds, optimizer) };
  };
}

/**
 * Clips gradients and updates parameters and moments by them.
 *
 * @param feeds learningRate, []
 * @returns the gradients' global norm before clipping, []
 */
export function learn(
  { model, moments }: Learned,
  gradients: Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, Tensor>>,
  { adamW: options, rates, clipNorm }: FinetuningOptimizer,
): Scalar {
  const gradientNorm = globalNorm(gradients);
  const gradientScale = clipScale(gradientNorm, clipNorm);
  adamW(model.parameters, moments, gradients, feeds['learningRate'] as Scalar, options, { rates, gradientScale });
  return gradientNorm;
}

/** A step that reports the kind's outputs for a batch, without dropout. It reads the kind's `inputs`. */
export function inferenceStep({ kind, model }: Learner): StepFunction {
  return (feeds) => kind.outputs(model, feeds, null);
}
