/*
 * The fused kernels by ordinary tfjs operations, for `check`. D width, M rows, V classes, N ids, E embedding width.
 */
import {
  type Tensor,
  type Tensor1D,
  add,
  div,
  erf,
  exp,
  log,
  matMul,
  mean,
  mul,
  neg,
  oneHot,
  rsqrt,
  softmax,
  square,
  sub,
  sum,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { type FusedKernelName, type FusedKernelSignatures } from '@electra-ts/ops';

type Signatures = FusedKernelSignatures<Tensor>;
type References = {
  readonly [Name in FusedKernelName]: (
    inputs: Signatures[Name]['inputs'],
    attributes: Signatures[Name]['attrs'],
  ) => Signatures[Name]['outputs'];
};

/** Phi, the distribution function of the standard normal. */
const normalDistribution = (x: Tensor): Tensor => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);

const oneHotLabels = (labels: Tensor, classes: number): Tensor => oneHot(labels, classes, 1, 0, 'float32');

const references: References = {
  ElectraLayerNorm: ({ x, gamma, beta }, { epsilon }) => {
    const average = mean(x, -1, true);
    const centered = sub(x, average);
    const inverseStd = rsqrt(add(mean(square(centered), -1, true), epsilon));
    return [add(mul(mul(centered, inverseStd), gamma), beta), average, inverseStd];
  },
  ElectraLayerNormGrad: ({ dy, x, gamma, mean: average, inverseStd }) => {
    const normed = mul(sub(x, average), inverseStd);
    const inner = mul(dy, gamma);
    const leading = x.shape.slice(0, -1).map((_, axis) => axis);
    const projected = add(mean(inner, -1, true), mul(normed, mean(mul(inner, normed), -1, true)));
    return [mul(sub(inner, projected), inverseStd), sum(mul(dy, normed), leading), sum(dy, leading)];
  },
  ElectraGelu: ({ x }) => mul(x, normalDistribution(x)),
  ElectraGeluGrad: ({ dy, x }) => {
    const density = div(exp(mul(square(x), -0.5)), Math.sqrt(2 * Math.PI));
    return mul(dy, add(normalDistribution(x), mul(x, density)));
  },
  ElectraScaledMatMul: ({ a, b }, { transposeA, transposeB, alpha }) =>
    mul(matMul(a, b, transposeA, transposeB), alpha),
  ElectraSoftmaxCrossEntropy: ({ logits, labels }) => {
    const shifted = sub(logits, logits.max(1, true));
    const logProbs = sub(shifted, log(sum(exp(shifted), 1, true)));
    const chosen = mul(logProbs, oneHotLabels(labels, logits.shape[1] as number));
    return [softmax(logits), neg(sum(chosen, 1))];
  },
  ElectraMinusOneHot: ({ probs, labels }) => sub(probs, oneHotLabels(labels, probs.shape[1] as number)),
  ElectraEmbeddingGrad: ({ dy, ids }, { rows }) => unsortedSegmentSum(dy, ids as Tensor1D, rows),
};

/** The reference of a fused kernel, undefined for kernels of tfjs. */
export function referenceKernel(
  name: string,
): ((inputs: Record<string, Tensor>, attributes: unknown) => Tensor | Tensor[]) | undefined {
  return (references as Readonly<Record<string, unknown>>)[name] as ReturnType<typeof referenceKernel>;
}
