import { checkShape } from '@electra-ts/ops';
import {
  add,
  div,
  mul,
  type Scalar,
  scalar,
  sqrt,
  square,
  sub,
  Tensor,
  tidy,
  type Variable,
  where,
} from '@tensorflow/tfjs-core';
import { decaysWeight } from './decays-weight.js';
import { joined, namesTogether, parted } from './joined-tensors.js';
import type { Moments } from './moments.js';

/** Constants of AdamW. */
export interface AdamWOptions {
  /** Share of the old mean that `first` keeps in a step, of [0, 1). */
  readonly beta1: number;
  /** The same for `second`. */
  readonly beta2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
  /** Share of a parameter that a step of learning rate 1 would take away. */
  readonly weightDecay: number;
  /** Whether the moments are divided by `1 - beta^t`, as Adam has it and ELECTRA has not. */
  readonly biasCorrection: boolean;
  /** Which parameters `weightDecay` applies to, by name; default `decaysWeight`, which knows the names of Hugging Face's models. */
  readonly decays?: (name: string) => boolean;
}

/** What ELECTRA was trained with (google-research/electra model/optimization.py). */
export const adamWDefaults: AdamWOptions = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-6,
  weightDecay: 0.01,
  biasCorrection: false,
};

/** What a step of `adamW` may need beyond gradients and learning rate. */
export interface AdamWExtra {
  /** Multipliers of the learning rate by name, for every parameter: see `layerwiseRates`. */
  readonly rates?: Readonly<Record<string, number>>;
  /** Factors of the moments for `biasCorrection`, []: see `momentCorrections`. */
  readonly correction?: { readonly first: Scalar; readonly second: Scalar };
  /** Factor of all gradients, []: see `clipScale`; or one for each parameter, by name: see `groupClipScales`. */
  readonly gradientScale?: Scalar | Readonly<Record<string, Scalar>>;
  /** Where it is false, [], nothing changes, whatever the gradients are; see `isFiniteStep`. */
  readonly accept?: Tensor;
}

/** What `biasCorrection` multiplies the moments with at the t-th update, t from 1: `1 / (1 - beta^t)`. */
export function momentCorrections(
  t: number,
  { beta1, beta2 }: Pick<AdamWOptions, 'beta1' | 'beta2'>,
): { first: number; second: number } {
  return { first: 1 / (1 - beta1 ** t), second: 1 / (1 - beta2 ** t) };
}

/**
 * One step of Adam with decoupled weight decay, as the reference has it:
 * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p = p - rate (m / (sqrt(v) + epsilon) + weightDecay p),
 * where the last term is left out for what `decays` says no to, by default layer norms and biases, and without bias correction unless asked for.
 *
 * Assigns parameters and moments; reads no value and leaves no tensor behind, so that it can be recorded.
 *
 * @param gradients under the names of the parameters
 * @param learningRate []
 * @throws Error naming the parameter without gradient, moment or rate, or whose gradient or moment has another shape, or saying that the corrections are missing or that beta1 is out of range
 */
export function adamW(
  parameters: Readonly<Record<string, Variable>>,
  moments: Moments,
  gradients: Readonly<Record<string, Tensor>>,
  learningRate: Scalar,
  options: AdamWOptions = adamWDefaults,
  extra: AdamWExtra = {},
): void {
  const { beta1, beta2, epsilon, weightDecay, biasCorrection, decays: decaysByName = decaysWeight } = options;
  const { rates, gradientScale, correction, accept } = extra;
  if (biasCorrection !== (correction !== undefined)) {
    throw new Error(
      `adamW: expected corrections exactly when biasCorrection is set, received biasCorrection ${biasCorrection} and ` +
        (correction ? 'corrections' : 'no corrections'),
    );
  }
  if (!(beta1 >= 0 && beta1 < 1)) throw new Error(`adamW: expected a beta1 of [0, 1), received ${beta1}`);
  checkTensors('gradient', parameters, gradients);
  checkTensors('first moment', parameters, moments.first);
  checkTensors('second moment', parameters, moments.second);
  if (rates) {
    checkNames('rate', parameters, rates);
  }
  const scaleOf = scales(gradientScale, parameters);

  tidy(() => {
    // Everything that is the same for many parameters is computed on scalars, once.
    // A step that is refused: each moment is itself plus 0 times a gradient of 0, each parameter itself minus 0.
    const orElse = <T extends Tensor | number>(value: T, refused: number) =>
      accept ? where(accept, value, scalar(refused)) : value;
    const shares = new Map<Scalar | undefined, Tensor | number>();
    for (const scale of new Set(Object.keys(parameters).map(scaleOf))) {
      shares.set(scale, orElse(scale ? mul(scale, 1 - beta1) : 1 - beta1, 0));
    }
    // The square of what goes into the first moment, times this, goes into the second: an operation that joins all of an update has one operand less so.
    const secondShare = (1 - beta2) / (1 - beta1) ** 2;
    const [firstKept, secondKept] = [orElse(beta1, 1), orElse(beta2, 1)];
    const factors = new Map<number, Factors>();
    for (const rate of rates ? Object.values(rates) : [1]) {
      if (!factors.has(rate)) {
        const { step, keep } = factorsOf(rate, learningRate, weightDecay, correction);
        factors.set(rate, { step: orElse(step, 0), keep: orElse(keep, 1) });
      }
    }
    const spread = correction ? sqrt(correction.second) : undefined;

    const decays = (name: string) => weightDecay !== 0 && decaysByName(name);
    const scaleIndex = new Map([...shares.keys()].map((scale, index) => [scale, index]));
    const kindOf = (name: string) => `${scaleIndex.get(scaleOf(name))} ${rates?.[name] ?? 1} ${decays(name)}`;
    for (const names of namesTogether(parameters, kindOf)) {
      tidy(() => {
        const [name] = names as [string];
        const gradient = mul(orElse(joined(names, gradients), 0), shares.get(scaleOf(name)) as Tensor | number);
        const first = add(mul(joined(names, moments.first), firstKept), gradient);
        const second = add(mul(joined(names, moments.second), secondKept), mul(square(gradient), secondShare));
        const { step, keep } = factors.get(rates?.[name] ?? 1) as Factors;
        const deviation = spread ? mul(sqrt(second), spread) : sqrt(second);
        const update = div(mul(first, step), add(deviation, epsilon));
        const parameter = joined(names, parameters);
        const kept = decays(name) ? mul(parameter, keep) : parameter;
        assign(names, parameters, sub(kept, update));
        assign(names, moments.first, first);
        assign(names, moments.second, second);
      });
    }
  });
}

/** Gives the variables of these names their parts of what is joined. */
function assign(names: readonly string[], variables: Readonly<Record<string, Variable>>, value: Tensor): void {
  const targets = names.map((name) => variables[name] as Variable);
  parted(value, targets).forEach((part, i) => targets[i]?.assign(part));
}

/** Scalars by multiplier of the learning rate: the length of the step, and the share of a weight that decay leaves. */
interface Factors {
  readonly step: Tensor;
  readonly keep: Tensor;
}

/** The factor of a parameter's gradient, by name. */
function scales(given: AdamWExtra['gradientScale'], parameters: object): (name: string) => Scalar | undefined {
  if (given === undefined || given instanceof Tensor) return () => given as Scalar | undefined;
  checkNames('gradient scale', parameters, given);
  return (name) => given[name];
}

function factorsOf(
  rate: number,
  learningRate: Scalar,
  weightDecay: number,
  correction: AdamWExtra['correction'],
): Factors {
  const own = rate === 1 ? learningRate : mul(learningRate, rate);
  return { step: correction ? mul(own, correction.first) : own, keep: sub(1, mul(own, weightDecay)) };
}

function checkTensors(what: string, parameters: Readonly<Record<string, Tensor>>, received: Readonly<Record<string, Tensor>>): void {
  checkNames(what, parameters, received);
  for (const [name, { shape }] of Object.entries(parameters)) {
    checkShape('adamW', `the ${what} of "${name}"`, received[name] as Tensor, shape);
  }
}

function checkNames(what: string, parameters: object, received: object): void {
  const missing = Object.keys(parameters).find((name) => !Object.hasOwn(received, name));
  if (missing !== undefined) {
    throw new Error(`adamW: expected a ${what} for every parameter, received none for "${missing}"`);
  }
}
