import { onnxModel, type NamedShapes } from '../emitter/onnx-model.js';
import { checkIndices, type IndexCheck } from '../emitter/passes/check-indices.js';
import { type NamedInput, recordAnySize } from '../record-any-size.js';
import type { StepFunction, StepOptions } from '../runtime.js';
import { binding } from './compile-recording.js';
import type { GraphDescription } from './messages.js';

/** Bytes of parameters that a graph may hold: it is built in memory, and a file of ONNX ends at 2 GiB. */
const MOST_BYTES = 1 << 30;

/**
 * One graph for all sizes that the inputs of a step may have, with the values of its variables in it, which ONNX Runtime arranges for its products once.
 *
 * @param inputs the inputs with the names of their axes
 * @returns undefined where there is none: the step assigns variables, draws random numbers or depends on sizes otherwise than by shapes, or its variables are too large
 */
export function anySizeGraph(step: StepFunction, options: StepOptions, inputs: Readonly<Record<string, NamedInput>>): GraphDescription | undefined {
  const bytes = Object.values(options.variables).reduce((sum, { size }) => sum + 4 * size, 0);
  if (bytes > MOST_BYTES) return undefined;
  const found: IndexCheck[][] = [];
  try {
    const { recording, results } = recordAnySize(step, options, inputs, ({ graph, feeds }) => {
      found.push(checkIndices(graph, new Set(feeds.map(({ value }) => value)), { guards: false }));
    });
    const { graph, name } = recording;
    const needed = new Set(graph.inputs.map((input) => input.name));
    const feeds = recording.feeds.filter(({ value }) => needed.has(value));
    const shapes: NamedShapes = new Map([...feeds.map((feed) => [feed.value, (inputs[feed.name] as NamedInput).shape] as const), ...recording.results.map(({ value }, index) => [value, results[index] ?? []] as const)]);
    return {
      name,
      model: onnxModel(graph, name, shapes),
      feeds: feeds.map(binding),
      results: recording.results.map(binding),
      state: [],
      random: [],
      indices: commonTo(found),
      anySize: true,
    };
  } catch {
    // Also of a sample that is too long for the step. Recording for the sizes at hand says what is wrong with the step itself, if something is.
    return undefined;
  }
}

/** Checks for all sizes: where an axis that indices choose from is one of those that vary, none is too large for us to say, and ONNX Runtime refuses those that are. */
function commonTo([first = [], ...others]: readonly IndexCheck[][]): IndexCheck[] {
  return first.map((check, place) => ({
    ...check,
    sizes: check.sizes.map((size, axis) => (others.every((checks) => checks[place]?.sizes[axis] === size) ? size : Infinity)),
  }));
}
