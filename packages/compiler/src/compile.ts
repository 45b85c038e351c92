import { Tensor, type Variable } from '@tensorflow/tfjs-core';
import { type CompileStepOptions, compileStep } from './compile-step.js';

/** What a compiled function may return. */
export type CompilableResult = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** Options of `compile`. */
export interface CompileOptions extends Omit<CompileStepOptions, 'variables'> {
  /** Variables that the function reads. Default none. */
  readonly variables?: Readonly<Record<string, Variable>>;
}

/** A function of tensors that runs as one graph. Its results are tensors of the active backend. */
export interface CompiledFunction<Inputs extends Tensor[], Result extends CompilableResult> {
  (...inputs: Inputs): Promise<Result>;
  /** Ends it; a runtime that was given stays. */
  dispose(): Promise<void>;
}

/**
 * Compiles a function of tensors. It is recorded at the first call for each set of input shapes, and may use no number
 * but those of its inputs, its variables and constants.
 *
 * @throws (when called) RecordError for what cannot be recorded
 */
export function compile<Inputs extends Tensor[], Result extends CompilableResult>(
  fn: (...inputs: Inputs) => Result,
  options: CompileOptions = {},
): CompiledFunction<Inputs, Result> {
  // How the function packs its results, for each set of input shapes that it has been recorded for.
  const packings = new Map<string, (tensors: Record<string, Tensor>) => CompilableResult>();
  const step = compileStep(
    (inputs) => {
      const tensors = positional(inputs);
      const result: CompilableResult = fn(...(tensors as Inputs));
      const key = shapesOf(tensors);
      if (result instanceof Tensor) {
        packings.set(key, ({ result: only }) => only as Tensor);
        return { result };
      }
      if (Array.isArray(result)) {
        packings.set(key, positional);
        return Object.fromEntries((result as readonly Tensor[]).map((tensor, index) => [String(index), tensor]));
      }
      packings.set(key, (named) => named);
      return result as Record<string, Tensor>;
    },
    { ...options, name: options.name ?? (fn.name || 'function'), variables: options.variables ?? {} },
  );
  const compiled = async (...inputs: Inputs): Promise<Result> => {
    const named = Object.fromEntries(inputs.map((tensor, index) => [String(index), tensor]));
    const results = await step.run(named);
    return packings.get(shapesOf(inputs))?.(results) as Result;
  };
  return Object.assign(compiled, { dispose: () => step.dispose() });
}

/** What a recording depends on. */
function shapesOf(tensors: readonly Tensor[]): string {
  return tensors.map(({ dtype, shape }) => `${dtype}[${shape}]`).join();
}

/** Values named '0', '1', … as a list. */
function positional(tensors: Readonly<Record<string, Tensor>>): Tensor[] {
  return Object.keys(tensors).map((_, index) => tensors[String(index)] as Tensor);
}
