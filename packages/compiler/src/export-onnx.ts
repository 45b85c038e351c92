import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { onnxModel } from './emitter/onnx-model.js';
import { standardOperations } from './emitter/passes/standard-operations.js';
import { type Graph, plainNode } from './recorder/graph.js';
import { typeCodes } from './recorder/kernels/cast.js';
import { RecordError } from './recorder/record-error.js';
import type { Recording } from './recorder/record-step.js';
import { type NamedInput, recordAnySize } from './record-any-size.js';

/** Options of `exportOnnx`. */
export interface ExportOptions {
  /** Name of the graph. Default 'model'. */
  readonly name?: string;
  /** What the function reads besides its inputs; their values become part of the file, under these names. Default none. */
  readonly variables?: Readonly<Record<string, Variable>>;
  /** int32 becomes int64 in the file, as files for ONNX usually have it. */
  readonly inputs: Readonly<Record<string, NamedInput>>;
}

// As StepFunction is written, for the same reason.
/** What is exported: inputs and results by their names in the file. */
export type ExportedFunction = {
  fn(inputs: Readonly<Record<string, Tensor>>): Record<string, Tensor>;
}['fn'];

/**
 * A function with the values of its variables as an ONNX model, the content of an .onnx file, for inference anywhere: standard operations only (opset 21), inputs and results under
 * their own names, and axes of any size where `inputs` names them. The function is recorded with several sizes of each such axis, and what differs between the recordings is computed
 * from the sizes of the inputs. A branch that only larger sizes than those (up to 13 for two names) would take is not seen.
 *
 * @throws RecordError for what cannot be recorded, for a function that assigns variables or draws random numbers, and where something depends on a size otherwise than as a product
 */
export function exportOnnx(fn: ExportedFunction, options: ExportOptions): Uint8Array {
  const { name = 'model', variables = {}, inputs } = options;
  const { recording, results } = recordAnySize(fn, { name, variables }, inputs);
  const { graph } = recording;
  standardOperations(graph);
  const shapes = new Map<string, readonly (number | string)[]>(Object.entries(inputs).map(([input, { shape }]) => [input, shape]));
  for (const [index, shape] of results.entries()) shapes.set((recording.results[index] as Recording['results'][number]).name, shape);
  renameBorder(graph, recording);
  // Phases are those of a training step.
  for (const node of graph.nodes) node.name = node.name.replace(/^(forward|backward|update)\//, '');
  // A copy: who sends or stores its buffer gets nothing that is left over.
  return onnxModel(graph, name, shapes).slice();
}

/** Gives inputs, results and variables their own names, and whole numbers their usual type at the border. */
function renameBorder(graph: Graph, { feeds, results, variables }: Recording): void {
  const names = new Map([...feeds, ...results].map(({ name, value }) => [value, name]));
  for (const { name, input } of variables) names.set(input, name);
  const inner = new Set([...graph.nodes.flatMap(({ outputs }) => outputs), ...graph.constants.map((constant) => constant.name)]);
  const given = [...names.values()];
  const taken = given.find((name, index) => inner.has(name) || given.indexOf(name) !== index);
  if (taken !== undefined) throw new RecordError(`exportOnnx: two values would be called '${taken}'; expected inputs, results and variables of different names, and none such as 'Add_3'.`);
  const own = (value: string) => names.get(value) ?? value;
  // What is inside reads the name that it had; the border's is new.
  const narrow = new Map(graph.inputs.filter(({ dtype }) => dtype === 'int32').map(({ name }) => [own(name), name]));
  for (const node of graph.nodes) {
    // A size may be asked of the input itself.
    node.inputs = node.inputs.map(own).map((value) => (node.op === 'Shape' ? value : (narrow.get(value) ?? value)));
    node.outputs = node.outputs.map(own);
  }
  const casts = [...narrow].map(([name, value]) => plainNode(`${name}.int32`, 'Cast', [name], value, { to: typeCodes.int32 }));
  graph.nodes = [...casts, ...graph.nodes];
  graph.inputs = graph.inputs.map(({ name, dtype, shape }) => ({ name: own(name), shape, dtype: dtype === 'int32' ? 'int64' : dtype }));
  graph.constants = graph.constants.map((constant) => ({ ...constant, name: own(constant.name) }));
  for (const [index, output] of graph.outputs.entries()) graph.outputs[index] = { ...output, name: own(output.name) };
}
