import { onnxModel } from './emitter/onnx-model.js';
import { optimize } from './emitter/optimize.js';
import { recordRepeatably } from './recorder/record-repeatably.js';
import type { FeedType } from './recorder/record-step.js';
import type { StepFunction, StepOptions } from './runtime.js';

/**
 * The ONNX model that a step becomes for inputs of the given types: the content of an .onnx file, which Netron opens.
 * Inputs are 'input.…', 'state.…' (variables), 'random.…'; results 'output.…' and 'next.…' (assigned variables).
 *
 * @throws RecordError for what cannot be recorded
 */
export function toOnnx(
  step: StepFunction,
  options: StepOptions,
  feeds: Readonly<Record<string, FeedType>>,
): Uint8Array {
  const { graph, name } = recordRepeatably(step, options, feeds);
  optimize(graph);
  // A copy: who sends or stores its buffer gets nothing that is left over.
  return onnxModel(graph, name).slice();
}
