import { castProducts } from '../emitter/passes/cast-products.js';
import { checkIndices } from '../emitter/passes/check-indices.js';
import { compareColumns } from '../emitter/passes/compare-columns.js';
import { ONE, computeMatrices } from '../emitter/passes/compute-matrices.js';
import { expandAbs } from '../emitter/passes/expand-abs.js';
import { expandHardSigmoid } from '../emitter/passes/expand-hard-sigmoid.js';
import { inlineBlocks } from '../emitter/passes/inline-blocks.js';
import { ownConstants } from '../emitter/passes/own-constants.js';
import { orderOutputs } from '../emitter/passes/order-outputs.js';
import { removeDeadCode } from '../emitter/passes/remove-dead-code.js';
import { reduceEarly } from '../emitter/passes/reduce-early.js';
import { stableTopK } from '../emitter/passes/stable-top-k.js';
import { squeezeScalars } from '../emitter/passes/squeeze-scalars.js';
import { sumByProducts } from '../emitter/passes/sum-by-products.js';
import { sumInStrips } from '../emitter/passes/sum-in-strips.js';
import { transposeFirst } from '../emitter/passes/transpose-first.js';
import { inPlaceOutputs } from '../emitter/in-place-outputs.js';
import { onnxModel } from '../emitter/onnx-model.js';
import { optimize } from '../emitter/optimize.js';
import type { HostDType } from '../host-tensor.js';
import type { Port, Recording } from '../recorder/record-step.js';
import type { VariableUse } from '../recorder/symbolic-variables.js';
import type { GraphDescription, OpenVinoSettings, ValueBinding } from './messages.js';

/** A recorded step as the worker gets it. */
export interface CompiledRecording {
  readonly description: GraphDescription;
  /** Variables that the graph reads or assigns; the others are not bound. */
  readonly variables: readonly VariableUse[];
}

/** What a graph is written for. */
export type GraphTarget = { readonly engine: 'onnxruntime' } | Pick<OpenVinoSettings, 'engine' | 'precision'>;

/** Optimizes the recorded graph for what will compute it and writes it as an ONNX model. `keyOf` names variables for the worker. */
export function compileRecording(
  recording: Recording,
  keyOf: (use: VariableUse) => string,
  target: GraphTarget = { engine: 'onnxruntime' },
): CompiledRecording {
  const { graph, name } = recording;
  optimize(graph);
  const isOpenVino = target.engine === 'openvino';
  const indices = checkIndices(graph, new Set(recording.feeds.map(({ value }) => value)), { guards: isOpenVino });
  if (isOpenVino) {
    ownConstants(graph);
    inlineBlocks(graph);
    expandAbs(graph);
    expandHardSigmoid(graph);
    compareColumns(graph);
    // Before sums become products with ones, which all products read as they lie.
    computeMatrices(graph);
    sumByProducts(graph);
    stableTopK(graph);
    if (target.precision === 'bfloat16') castProducts(graph);
    squeezeScalars(graph);
    removeDeadCode(graph);
    orderOutputs(graph, recording.results.map(({ value }) => value));
  } else {
    sumInStrips(graph);
    transposeFirst(graph);
    reduceEarly(graph);
  }
  const needed = new Set(graph.inputs.map((input) => input.name));
  const variables = recording.variables.filter(({ input, output }) => needed.has(input) || output !== undefined);
  const successions = variables.flatMap(({ input, output }) =>
    needed.has(input) && output !== undefined ? [{ input, output }] : [],
  );
  // OpenVINO plans memory by itself, and joins operations in ways that read an old value after its place was written: of a small variable once for each row of a larger one.
  const inPlace = isOpenVino ? new Set<string>() : inPlaceOutputs(graph, successions);
  const state = variables.map((use) => ({
    key: keyOf(use),
    name: use.name,
    input: needed.has(use.input) ? use.input : undefined,
    output: use.output,
    inPlace: use.output !== undefined && inPlace.has(use.output),
  }));
  const description = {
    name,
    model: onnxModel(graph, name),
    feeds: recording.feeds.filter(({ value }) => needed.has(value)).map(binding),
    results: recording.results.map(binding),
    state,
    random: recording.random.filter(({ input }) => needed.has(input)),
    indices,
    ...(needed.has(ONE) && { one: ONE }),
  };
  return { description, variables };
}

/** Every border value of a step has a type of tfjs: int64 stays inside graphs. */
export function binding({ name, value, shape, dtype }: Port): ValueBinding {
  return { name, value, shape, dtype: dtype as HostDType };
}
