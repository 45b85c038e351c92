import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { TallSums } from './tall-sums.js';

/** Strips into which a tall sum is cut. */
const STRIPS = 64;

/**
 * Cuts sums over the first axes of tall values, such as gradients of biases, into two steps: strips of neighboring rows are added up as one long row each, and those sums
 * are added up. ONNX Runtime goes over the same memory two to three times faster so, and sums are more exact.
 *
 * @returns how many
 */
export function sumInStrips(graph: Graph): number {
  const sums = new TallSums(graph);
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    const size = sums.of(node);
    if (size === undefined || size.rows % STRIPS !== 0) return [node];
    count++;
    return inStrips(graph, node, size);
  });
  return count;
}

function inStrips(graph: Graph, node: GraphNode, { rows, width }: { readonly rows: number; readonly width: number }): GraphNode[] {
  const [x, result] = [node.inputs[0] as string, node.outputs[0] as string];
  const { dtype } = graph.typeOf(x);
  const declared = (what: string, of: readonly number[]): string => {
    const name = `${what}.${result}`;
    graph.declare(name, { shape: of, dtype });
    return name;
  };
  const ints = (values: readonly number[]) => graph.constant('int64', [values.length], values);
  const [strips, sums] = [declared('strips', [STRIPS, rows / STRIPS, width]), declared('sums', [rows / STRIPS, width])];
  const twoSteps = (name: string, total: string) => [
    plainNode(`${node.name}_strips`, 'Reshape', [x, ints([STRIPS, rows / STRIPS, width])], strips),
    plainNode(`${node.name}_sums`, 'ReduceSum', [strips, ints([0])], sums, { keepdims: 0 }),
    plainNode(name, 'ReduceSum', [sums, ints([0])], total, { keepdims: 0 }),
  ];
  const { shape: wanted } = graph.typeOf(result);
  if (wanted.length === 1) return twoSteps(node.name, result);
  const flat = declared('flat', [width]);
  return [...twoSteps(`${node.name}_flat`, flat), plainNode(node.name, 'Reshape', [flat, ints(wanted)], result)];
}
