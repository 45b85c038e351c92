import { embedVariables } from './emitter/embed-variables.js';
import { optimize } from './emitter/optimize.js';
import { removeDeadCode } from './emitter/passes/remove-dead-code.js';
import { type InputAxis, varySizes } from './emitter/passes/vary-sizes.js';
import { sampleSizes, type Sizes } from './emitter/sizes.js';
import type { HostDType } from './host-tensor.js';
import type { Graph } from './recorder/graph.js';
import { INPUT_PREFIX } from './recorder/label.js';
import { RecordError } from './recorder/record-error.js';
import { recordRepeatably } from './recorder/record-repeatably.js';
import { type Recording, recordStep } from './recorder/record-step.js';
import type { StepFunction, StepOptions } from './runtime.js';

/** An input whose axes may have names. */
export interface NamedInput {
  /** A size, or a name for an axis of any size; axes of one name are equally long. */
  readonly shape: readonly (number | string)[];
  readonly dtype: HostDType;
}

/** A step, written down for all sizes. */
export interface AnySizeRecording {
  /** Optimized, with the values of variables as constants; sizes in it are those of a sample, and what depends on them is computed. */
  readonly recording: Recording;
  /** Shapes of the results, in their order. */
  readonly results: readonly (readonly (number | string)[])[];
}

/**
 * Records a step that only computes so that it holds for any sizes of the axes that have names: with several sizes of each, from which the graph takes what differs as a product of sizes.
 *
 * @param look is shown each recording before they become one
 * @throws RecordError for what cannot be recorded, for a step that assigns variables or draws random numbers, and where something depends on a size otherwise
 */
export function recordAnySize(
  step: StepFunction,
  options: StepOptions,
  inputs: Readonly<Record<string, NamedInput>>,
  look: (recording: Recording) => void = () => undefined,
): AnySizeRecording {
  const names = new Set(Object.values(inputs).flatMap(({ shape }) => shape.filter((size) => typeof size === 'string')));
  const samples = sampleSizes([...names]).map((sizes, index) => {
    const feeds = Object.fromEntries(Object.entries(inputs).map(([input, { shape, dtype }]) => [input, { shape: shape.map((size) => sizeOf(size, sizes)), dtype }]));
    const recording = (index === 0 ? recordRepeatably : recordStep)(step, options, feeds);
    optimize(recording.graph);
    look(recording);
    return { sizes, graph: recording.graph, recording };
  });
  const [{ graph, recording }] = samples as [(typeof samples)[number]];
  refuseState(recording);
  const results = varySizes(samples, namedAxes(graph, inputs));
  removeDeadCode(graph);
  embedVariables(recording);
  return { recording, results };
}

/** Messages are exportOnnx's: the other caller goes on without a graph of any size. */
function refuseState({ name, variables, random }: Recording): void {
  const assigned = variables.find(({ output }) => output !== undefined);
  if (assigned !== undefined) throw new RecordError(`exportOnnx: '${name}' assigns the variable '${assigned.name}'; expected a function that only computes. toOnnx writes steps that train.`);
  if (random.length > 0) throw new RecordError(`exportOnnx: '${name}' draws random numbers; expected a function that only computes.`);
}

/** Where the size of each name is found: on an input that the graph reads. */
function namedAxes(graph: Graph, inputs: Readonly<Record<string, NamedInput>>): Map<string, InputAxis> {
  const axes = new Map<string, InputAxis>();
  for (const { name: input } of graph.inputs) {
    const { shape = [] } = inputs[input.slice(INPUT_PREFIX.length)] ?? {};
    for (const [axis, size] of shape.entries()) if (typeof size === 'string' && !axes.has(size)) axes.set(size, { input, axis });
  }
  return axes;
}

function sizeOf(size: number | string, sizes: Sizes): number {
  return typeof size === 'number' ? size : (sizes.get(size) as number);
}
