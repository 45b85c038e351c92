import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** What goes into a step and comes out of it; `data` is row-major. */
export interface StepArray {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** A step that is ready to run. */
export interface ModelStep {
  run(feeds: Readonly<Record<string, StepArray>>): Promise<Readonly<Record<string, StepArray>>>;
  /** Gives back what the step holds. */
  dispose(): Promise<void>;
}

/**
 * What a model that reads text asks of the place where it computes. Every `Runtime` of `@electra-ts/compiler` is one; models
 * do not depend on it, as it brings native code that whoever computes in tfjs alone does not need.
 */
export interface ModelRuntime {
  /** @param options a name for messages, every variable that the step reads, none of which changes, and the shapes of its inputs with names for axes of any size */
  prepare(
    step: (feeds: Readonly<Record<string, Tensor>>) => Record<string, Tensor>,
    options: { readonly name: string; readonly variables: Readonly<Record<string, Variable>>; readonly shapes: Readonly<Record<string, readonly (string | number)[]>> },
  ): ModelStep;
}
