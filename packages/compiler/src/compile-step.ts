import type { RandomSource } from '@electra-ts/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostTensor } from './host-tensor.js';
import { inTurn } from './in-turn.js';
import { type RuntimeChoice, RuntimeHolder } from './runtime-holder.js';
import type { PreparedStep, StepOptions } from './runtime.js';
import { fromTensors, toTensors } from './tensor-transfer.js';

/** Options of `compileStep`: the step's variables, and how it runs. */
export interface CompileStepOptions extends RuntimeChoice, Pick<StepOptions, 'variables' | 'seed'> {
  /** Default 'step'. */
  readonly name?: string;
}

/** Tensors by name. */
type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A training step that runs as one graph, with the inputs and the results of the function that it was compiled from. What is called is done in the order of the calls, also
 * where nobody awaits, and also between the steps of one runtime.
 */
export interface CompiledStep<Inputs extends Tensors = Tensors, Results extends Tensors = Tensors> {
  /**
   * Runs the step once; its results are tensors of the active backend, which the caller disposes.
   *
   * @param stepNumber keys the random numbers; default: the number of runs so far
   */
  run(inputs: Inputs, stepNumber?: number): Promise<Results>;
  /** Current values of the variables. They live with the graph, not in the tf.Variables. */
  read(): Promise<Record<string, HostTensor>>;
  /** Sets values of variables. */
  write(values: Readonly<Record<string, HostTensor>>): Promise<void>;
  /** Copies the current values into the tf.Variables. */
  sync(): Promise<void>;
  /** Ends it; a runtime that was given stays. Runs that have not answered yet reject. */
  dispose(): Promise<void>;
}

/**
 * Compiles a training step: a function of named tensors that computes gradients and assigns `tf.Variable`s. It is
 * recorded at the first run for each set of input shapes. Where the function says which inputs it reads, as in
 * `({ x, rate }: { x: Tensor2D; rate: Scalar }) => …`, the compiler of TypeScript asks for these at each run.
 */
export function compileStep<Inputs extends Tensors, Results extends Tensors>(
  step: (inputs: Inputs, random: RandomSource) => Results,
  options: CompileStepOptions,
): CompiledStep<Inputs, Results> {
  const { variables, seed, name = 'step' } = options;
  const holder = new RuntimeHolder(options);
  let prepared: Promise<PreparedStep> | undefined;
  let runs = 0;
  const prepare = () => (prepared ??= holder.get().then((runtime) => runtime.prepare(step, { name, variables, seed })));
  // Steps that share a runtime take turns on it.
  const turns = options.runtime ?? holder;
  const read = () => inTurn(turns, holder.get(), (runtime) => runtime.read(variables));
  return {
    async run(inputs, stepNumber = runs) {
      runs = stepNumber + 1;
      const needed = Promise.all([fromTensors(inputs ?? {}, `step '${name}', input`), prepare()]);
      return toTensors(await inTurn(turns, needed, ([feeds, ready]) => ready.run(feeds, stepNumber))) as Results;
    },
    read,
    write: (values) => inTurn(turns, holder.get(), (runtime) => runtime.write(variables, values)),
    async sync() {
      const values = toTensors(await read());
      for (const [variable, value] of Object.entries(values)) {
        variables[variable]?.assign(value);
        value.dispose();
      }
    },
    async dispose() {
      await (await prepared)?.dispose();
      await holder.dispose();
    },
  };
}
