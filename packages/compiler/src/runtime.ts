import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { RandomSource } from '@electra-ts/ops';
import type { HostTensor } from './host-tensor.js';

// Written as the type of a method, since of methods TypeScript accepts those that ask for more than any record of tensors.
/**
 * A function of named tensors that may assign `tf.Variable`s. Its only source of randomness is `random`. It may say which inputs it reads, and of which ranks:
 * `({ x, rate }: { x: Tensor2D; rate: Scalar }) => …` is one.
 */
export type StepFunction = {
  step(inputs: Readonly<Record<string, Tensor>>, random: RandomSource): Record<string, Tensor>;
}['step'];

/** What a runtime has to know about a step before it runs. */
export interface StepOptions {
  /** Used in messages, profiles and saved graphs. */
  readonly name: string;
  /** Every variable that the step reads or assigns, under the names that graphs and messages use. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Seed of the step's random sites. Default 0. */
  readonly seed?: number;
  /**
   * Whether the values of the variables that the step needs move to where it runs, with the arrays they were made of, which nothing else may use any more. They do when the
   * step is first run; tfjs then has none of them, reading one there is an error, and they end with the runtime unless they are read before (`Runtime.read`). Otherwise tfjs
   * keeps, and gives, the value from before the first step. Default false. Where steps run in tfjs itself, as `EagerRuntime`'s do, values are with the variables in any case.
   */
  readonly moveVariables?: boolean;
  /**
   * Shapes of all inputs, with names for axes of any size (those of one name are equally long), of a step that only computes, the same whatever the sizes. ONNX Runtime then has one
   * graph for all sizes, with the values of the variables in it, where each set of shapes has its own otherwise. Those are the values that tfjs has when the step is first run; once
   * another step of the runtime assigns them, or they are written, each set of shapes has its graph again. What a recording with other sizes shows to depend on them otherwise has,
   * too, but a branch on a size above those that are tried (13 of two names) is not seen.
   */
  readonly shapes?: Readonly<Record<string, readonly (number | string)[]>>;
}

/** A step bound to a runtime. */
export interface PreparedStep {
  /**
   * Runs the step once.
   *
   * @param feeds one tensor for each input that the step reads
   * @param stepNumber keys the random sites together with the seed and the site; a step without them ignores it
   */
  run(feeds: Readonly<Record<string, HostTensor>>, stepNumber?: number): Promise<Record<string, HostTensor>>;
  /** Gives back what the step holds. The variables' values stay with the runtime. */
  dispose(): Promise<void>;
}

/** Where steps run and their variables' values live. Steps of one runtime over the same Variable share its value. */
export interface Runtime {
  /** Name of the engine, for logs. */
  readonly engine: string;
  /** Threads that one operation may use. */
  readonly threads: number;
  /** Seconds, in all, that results which were computed elsewhere have waited for this thread to be free. 0 where steps run on this thread. */
  readonly resultWait: number;
  /** Binds `step` to this runtime. It is traced (or compiled) at the first run for each set of feed shapes. */
  prepare(step: StepFunction, options: StepOptions): PreparedStep;
  /**
   * Current values of `variables`, copied.
   *
   * @param spent values of an earlier read that nobody needs any more, under the same names: where steps run elsewhere, their memory is taken for the new ones, for
   * which a system gives fresh memory at a third of the speed of a copy, and they are empty afterwards
   */
  read(variables: Readonly<Record<string, Variable>>, spent?: Readonly<Record<string, HostTensor>>): Promise<Record<string, HostTensor>>;
  /** Sets the values of `variables` named in `values`. */
  write(
    variables: Readonly<Record<string, Variable>>,
    values: Readonly<Record<string, HostTensor>>,
  ): Promise<void>;
  /** Ends the runtime; every later call rejects. */
  dispose(): Promise<void>;
}
