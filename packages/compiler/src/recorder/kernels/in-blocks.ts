/* Chains of element-wise operations on large arrays. */
import { elementCount } from '../../host-tensor.js';
import { Graph, type GraphBody } from '../graph.js';
import { Recorder } from '../recorder.js';
import { type Symbolic, sameShape } from '../symbolic.js';
import { reshape } from './reshape.js';

/** Elements of a block: 1 MiB, so that the few arrays of a chain stay in a processor's cache. Measured: docs/benchmarks.md. */
const BLOCK = 2 ** 18;
/** Fewer blocks are not worth the loop. */
const FEWEST_BLOCKS = 4;

/** Begins the names inside the loop: they must differ from those around it, and profiles count the loop as a whole. */
export const BLOCK_PREFIX = 'block_';

/**
 * Records `write`, an element-wise function of float32 tensors of one shape, as a loop over blocks (ONNX's Scan, which
 * reads and writes parts of arrays where they lie). Each operation of a chain is a pass over memory otherwise. Arrays
 * that are small, or have no number of elements that divides evenly, are recorded without a loop.
 */
export function inBlocks(
  recorder: Recorder,
  inputs: readonly Symbolic[],
  write: (recorder: Recorder, inputs: readonly Symbolic[]) => Symbolic,
): Symbolic {
  const { shape, dtype } = inputs[0] as Symbolic;
  const count = elementCount(shape);
  const blocks = 2 ** Math.ceil(Math.log2(count / BLOCK));
  const even = blocks >= FEWEST_BLOCKS && count % blocks === 0;
  if (!even || !inputs.every((input) => sameShape(input.shape, shape))) return write(recorder, inputs);
  const rows = inputs.map((input) => reshape(recorder, input, [blocks, count / blocks]));
  const type = { shape: [blocks, count / blocks], dtype };
  const body = recordBody(recorder.label, inputs.length, { shape: [count / blocks], dtype }, write);
  const attributes = { num_scan_inputs: inputs.length, body: { body } };
  return reshape(recorder, recorder.record('Scan', rows, type, { attributes }), shape);
}

function recordBody(
  label: string,
  inputCount: number,
  type: Pick<Symbolic, 'shape' | 'dtype'>,
  write: (recorder: Recorder, inputs: readonly Symbolic[]) => Symbolic,
): GraphBody {
  const inner = new Recorder(new Graph(BLOCK_PREFIX));
  inner.label = label;
  const inputs = Array.from({ length: inputCount }, (_, index) => inner.input(`${BLOCK_PREFIX}input_${index}`, type));
  const output = inner.nameOf(write(inner, inputs));
  const { nodes, constants } = inner.graph;
  return { nodes, constants, inputs: inner.graph.inputs, outputs: [{ ...type, name: output }] };
}
