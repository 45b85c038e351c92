import {
  encoderShapes,
  initializeParameters,
  isEncoderParameter,
  loadParameters,
  type LoadOptions,
  type Pretrained,
  type Shapes,
} from '@electra-ts/nn';
import type { Variable } from '@tensorflow/tfjs-core';

/** A stored model without the tensors of its head. */
export function encoderOf(stored: Pretrained): Pretrained {
  const weights = Object.fromEntries(Object.entries(stored.weights).filter(([name]) => isEncoderParameter(name)));
  return { ...stored, weights };
}

/**
 * The parameters of a task model, out of a folder.
 *
 * @param headShapes those of the task's head
 * @param newHeadSeed null where the folder holds the head too; else the folder may hold any ELECTRA, whose encoder is
 * taken, and the head starts anew from this seed, which is how fine-tuning begins
 * @throws UserError where the stored tensors are not those of the model and `options.strict` is not false
 */
export function taskParameters(
  stored: Pretrained,
  headShapes: Shapes,
  newHeadSeed: number | null,
  options: LoadOptions,
): Record<string, Variable> {
  const { config } = stored;
  if (newHeadSeed === null) {
    return loadParameters(stored, { ...encoderShapes(config), ...headShapes }, options);
  }
  return {
    ...loadParameters(encoderOf(stored), encoderShapes(config), options),
    ...initializeParameters(headShapes, config, newHeadSeed),
  };
}
