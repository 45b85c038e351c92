import { Tensor, type Tensor as TensorType, engine } from '@tensorflow/tfjs-core';
import type { HostDType } from '../host-tensor.js';
import type { StepFunction, StepOptions } from '../runtime.js';
import type { Graph } from './graph.js';
import { INPUT_PREFIX } from './label.js';
import { RecordError } from './record-error.js';
import { RecordedRandom, type RandomSite } from './recorded-random.js';
import { explainTfjsError } from './explain-tfjs-error.js';
import { traceBackend } from './register-trace-backend.js';
import type { ValueType } from './symbolic.js';
import { type KernelCall, TRACE_BACKEND, type TraceBackend } from './trace-backend.js';
import { withDeepStacks } from './user-location.js';
import { type VariableUse, withSymbolicVariables } from './symbolic-variables.js';
import { withBackend } from './with-backend.js';

/** Shape and dtype of an input of a step. */
export interface FeedType {
  readonly shape: readonly number[];
  readonly dtype: HostDType;
}

/** A named border value of a step and the graph value that carries it. */
export interface Port extends ValueType {
  readonly name: string;
  readonly value: string;
}

/** A step, written down. Dead inputs are still listed here; `graph.inputs` has those that the emitter kept. */
export interface Recording {
  readonly name: string;
  readonly graph: Graph;
  readonly feeds: readonly Port[];
  readonly variables: readonly VariableUse[];
  readonly random: readonly RandomSite[];
  readonly results: readonly Port[];
}

/** Runs `step` once on symbolic tensors and returns what it would compute. */
export function recordStep(
  step: StepFunction,
  options: StepOptions,
  feeds: Readonly<Record<string, FeedType>>,
  calls?: KernelCall[],
): Recording {
  const backend = traceBackend();
  return withBackend(TRACE_BACKEND, () =>
    withDeepStacks(() => {
      const recorder = backend.begin(calls);
      engine().startScope(options.name);
      try {
        return record(backend, recorder, step, options, feeds);
      } catch (error) {
        throw explainTfjsError(error);
      } finally {
        engine().endScope();
        backend.end();
      }
    }),
  );
}

function record(
  backend: TraceBackend,
  recorder: ReturnType<TraceBackend['begin']>,
  step: StepFunction,
  options: StepOptions,
  feeds: Readonly<Record<string, FeedType>>,
): Recording {
  const random = new RecordedRandom(backend, recorder);
  const ports: Port[] = [];
  const inputs: Record<string, TensorType> = {};
  for (const [name, { shape, dtype }] of Object.entries(feeds)) {
    const value = INPUT_PREFIX + name;
    inputs[name] = backend.tensorOf(recorder.input(value, { shape, dtype }));
    ports.push({ name, value, shape, dtype });
  }
  const results: Port[] = [];
  const variables = withSymbolicVariables(backend, recorder, options.variables, () => {
    const returned = step(inputs, random);
    checkInputs(inputs);
    for (const [name, tensor] of Object.entries(checkResults(returned))) {
      const symbolic = backend.symbolicOf(tensor);
      const value = `output.${name}`;
      recorder.graph.addOutput(value, recorder.nameOf(symbolic));
      results.push({ name, value, shape: symbolic.shape, dtype: symbolic.dtype });
    }
  });
  if (results.length === 0 && variables.every(({ output }) => output === undefined)) {
    throw new RecordError('The step returns no tensor and assigns no variable, so that there is nothing to run.');
  }
  return { name: options.name, graph: recorder.graph, feeds: ports, variables, random: random.sites, results };
}

function checkInputs(inputs: Readonly<Record<string, TensorType>>): void {
  for (const [name, tensor] of Object.entries(inputs)) {
    if (!tensor.isDisposed) continue;
    throw new RecordError(`The step disposes its input '${name}'; inputs and variables belong to the caller.`);
  }
}

function checkResults(returned: unknown): Record<string, TensorType> {
  if (typeof (returned as { then?: unknown } | undefined)?.then === 'function') {
    throw new RecordError('The step returns a promise; expected an ordinary function that returns {name: tensor}.');
  }
  if (returned === null || typeof returned !== 'object' || returned instanceof Tensor) {
    throw new RecordError(`The step returns ${describe(returned)}; expected an object {name: tensor}.`);
  }
  for (const [name, value] of Object.entries(returned)) {
    if (!(value instanceof Tensor)) {
      throw new RecordError(`The step's result '${name}' is ${describe(value)}; expected a tensor.`);
    }
    if (value.isDisposed) {
      throw new RecordError(
        `The step's result '${name}' has been disposed. A tensor made inside tidy or variableGrads outlives it only ` +
          'as its result or with tf.keep.',
      );
    }
  }
  return returned as Record<string, TensorType>;
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return value instanceof Tensor ? 'a tensor' : `a ${typeof value}`;
}

