import { dropout, layerNorm, linear, type RandomSource } from '@electra-ts/ops';
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

// N rows (batch times tokens), I input width, O output width, D width

/** Parameters by Hugging Face's names; linear weights are [out, in]. */
export type Parameters = Readonly<Record<string, Tensor>>;

/**
 * One parameter.
 *
 * @throws Error where there is none of that name
 */
export function parameter<T extends Tensor = Tensor2D>(parameters: Parameters, name: string): T {
  const found = parameters[name];
  if (found === undefined) {
    const count = Object.keys(parameters).length;
    throw new Error(`parameter: expected a tensor named ${name}; received ${count} tensors without it`);
  }
  return found as T;
}

/** The linear layer `name`: [N, I] -> [N, O]. */
export function linearLayer(parameters: Parameters, name: string, x_NI: Tensor2D): Tensor2D {
  const bias = parameter<Tensor1D>(parameters, `${name}.bias`);
  return linear(x_NI, parameter(parameters, `${name}.weight`), bias);
}

/** The layer normalization `name` over rows: [N, D] -> [N, D]. */
export function normLayer(parameters: Parameters, name: string, x_ND: Tensor2D, epsilon: number): Tensor2D {
  const gamma = parameter<Tensor1D>(parameters, `${name}.weight`);
  return layerNorm(x_ND, gamma, parameter<Tensor1D>(parameters, `${name}.bias`), epsilon) as Tensor2D;
}

/**
 * A dropout mask of the next site, or null where nothing is dropped: `random` is null or the rate is 0. Such a site
 * takes no number, so that a network without dropout has no random inputs at all.
 */
export function keepMask(shape: readonly number[], rate: number, random: RandomSource | null): Tensor | null {
  return random === null || rate === 0 ? null : random.keepMask(shape, rate);
}

/** Dropout at the next site; the tensor itself where nothing is dropped. */
export function dropoutLayer<T extends Tensor<Rank>>(x: T, rate: number, random: RandomSource | null): T {
  return dropout(x, keepMask(x.shape, rate, random));
}
