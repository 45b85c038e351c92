import { gelu } from '@electra-ts/ops';
import { add, mul, relu, sigmoid, square, tanh, type Tensor } from '@tensorflow/tfjs-core';

/** A function of each value. */
export type Activation = <T extends Tensor>(x: T) => T;

const silu: Activation = (x) => mul(x, sigmoid(x));

/** GELU by tanh (Hendrycks and Gimpel 2016, section 2): x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
const tanhGelu: Activation = (x) => {
  const bent = mul(mul(x, Math.sqrt(2 / Math.PI)), add(mul(square(x), 0.044715), 1));
  return mul(mul(x, 0.5), add(tanh(bent), 1));
};

const activations = {
  gelu,
  gelu_python: gelu,
  gelu_new: tanhGelu,
  gelu_fast: tanhGelu,
  gelu_pytorch_tanh: tanhGelu,
  gelu_accurate: tanhGelu,
  // The sigmoid approximation of the same paper.
  quick_gelu: (x) => mul(x, sigmoid(mul(x, 1.702))),
  relu,
  silu,
  swish: silu,
  tanh,
  sigmoid,
  linear: (x) => x,
} as const satisfies Record<string, Activation>;

/** Names that config.json's `hidden_act` may have, as `ACT2FN` of transformers calls them. */
export type ActivationName = keyof typeof activations;

/** See `ActivationName`. The exact `gelu` is that of every released ELECTRA, and the one with a fused kernel. */
export const activationNames = Object.keys(activations) as [ActivationName, ...ActivationName[]];

/** The activation of that name. */
export const activation = (name: ActivationName): Activation => activations[name];
