import { gelu } from '@electra-ts/ops';
import { add, erf, mul, neg, relu, sigmoid, softplus, square, sub, tanh, type Tensor } from '@tensorflow/tfjs-core';

/** A function of each value. */
export type Activation = <T extends Tensor>(x: T) => T;

const silu: Activation = (x) => mul(x, sigmoid(x));

/** GELU by tanh (Hendrycks and Gimpel 2016, section 2): x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
const tanhGelu: Activation = (x) => {
  const bent = mul(mul(x, Math.sqrt(2 / Math.PI)), add(mul(square(x), 0.044715), 1));
  return mul(mul(x, 0.5), add(tanh(bent), 1));
};

/** At most `limit`. */
const below = <T extends Tensor>(x: T, limit: number): T => sub(x, relu(sub(x, limit)));

const activations = {
  gelu,
  gelu_python: gelu,
  gelu_new: tanhGelu,
  gelu_fast: tanhGelu,
  gelu_pytorch_tanh: tanhGelu,
  gelu_accurate: tanhGelu,
  gelu_python_tanh: tanhGelu,
  // It never falls below -0.17, so that the lower of the two bounds means nothing.
  gelu_10: (x) => below(gelu(x), 10),
  // The sigmoid approximation of the same paper.
  quick_gelu: (x) => mul(x, sigmoid(mul(x, 1.702))),
  relu,
  relu2: (x) => square(relu(x)),
  relu6: (x) => below(relu(x), 6),
  leaky_relu: (x) => sub(relu(x), mul(relu(neg(x)), 0.01)),
  // Misra 2019.
  mish: (x) => mul(x, tanh(softplus(x))),
  // The distribution function of a normal distribution that is close to relu2 (Ma et al. 2022, MEGA, section 3.6).
  laplace: (x) => mul(add(erf(mul(sub(x, 0.707107), Math.SQRT1_2 / 0.282095)), 1), 0.5),
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
