/*
 * D width, M rows, V vocabulary, N ids, E embedding width; [..., D] is any number of leading dimensions.
 *
 * The kernels that this package asks the active backend for. A backend that registers one under its name computes it
 * in its own way; on any other backend the operation runs a composite of ordinary tfjs operations instead.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Names of the fused kernels. */
export const fusedKernels = {
  LayerNorm: 'ElectraLayerNorm',
  LayerNormGrad: 'ElectraLayerNormGrad',
  Gelu: 'ElectraGelu',
  GeluGrad: 'ElectraGeluGrad',
  ScaledMatMul: 'ElectraScaledMatMul',
  SoftmaxCrossEntropy: 'ElectraSoftmaxCrossEntropy',
  MinusOneHot: 'ElectraMinusOneHot',
  EmbeddingGrad: 'ElectraEmbeddingGrad',
} as const;

/** The name of one fused kernel, such as 'ElectraGelu'. */
export type FusedKernelName = (typeof fusedKernels)[keyof typeof fusedKernels];

/** Kernels without attributes. */
export type NoAttributes = Record<string, never>;

/**
 * Inputs and attributes of every fused kernel, by name; the comment tells what it returns. `T` is Tensor where
 * operations call a kernel and TensorInfo where a backend implements it. All tensors are float32 but `labels` and
 * `ids`, which are int32.
 */
export interface FusedKernelSignatures<T extends TensorInfo = TensorInfo> {
  /**
   * x [..., D], gamma [D], beta [D] -> y [..., D] = (x - mean) * inverseStd * gamma + beta, mean [..., 1],
   * inverseStd [..., 1] = 1 / sqrt(variance + epsilon), where the variance is that of the row, divided by D.
   */
  ElectraLayerNorm: { inputs: { x: T; gamma: T; beta: T }; attrs: { epsilon: number }; outputs: [T, T, T] };
  /** dy [..., D] and what the forward pass had -> dx [..., D], dGamma [D], dBeta [D]. */
  ElectraLayerNormGrad: {
    inputs: { dy: T; x: T; gamma: T; mean: T; inverseStd: T };
    attrs: NoAttributes;
    outputs: [T, T, T];
  };
  /** x -> x * Phi(x), with Phi the distribution function of the standard normal, by erf. */
  ElectraGelu: { inputs: { x: T }; attrs: NoAttributes; outputs: T };
  /** dy, x -> dy * (Phi(x) + x * phi(x)). */
  ElectraGeluGrad: { inputs: { dy: T; x: T }; attrs: NoAttributes; outputs: T };
  /** a [..., p, q], b [..., q, r] of equal leading dimensions, each possibly transposed -> alpha * a b [..., p, r]. */
  ElectraScaledMatMul: {
    inputs: { a: T; b: T };
    attrs: { transposeA: boolean; transposeB: boolean; alpha: number };
    outputs: T;
  };
  /** logits [M, V], labels [M] -> probs [M, V] = softmax(logits), nll [M] = -log(probs at the labels). */
  ElectraSoftmaxCrossEntropy: { inputs: { logits: T; labels: T }; attrs: NoAttributes; outputs: [T, T] };
  /** probs [M, V], labels [M] -> probs less 1 at each row's label [M, V]. */
  ElectraMinusOneHot: { inputs: { probs: T; labels: T }; attrs: NoAttributes; outputs: T };
  /** dy [N, E], ids [N] -> [rows, E]: row r is the sum of the rows of dy whose id is r. Every id is in [0, rows). */
  ElectraEmbeddingGrad: { inputs: { dy: T; ids: T }; attrs: { rows: number }; outputs: T };
}
