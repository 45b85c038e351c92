import { elementCount } from '../../host-tensor.js';
import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';

/** Strips into which a tall sum is cut. */
const STRIPS = 64;
/** From this many rows on, a sum over rows is cut into strips. */
const TALL = 1024;

/**
 * Cuts sums over the first axes of tall values, such as gradients of biases, into two steps: strips of neighboring rows are added up as one long row each, and those sums
 * are added up. ONNX Runtime goes over the same memory two to three times faster so, and sums are more exact.
 *
 * @returns how many
 */
export function sumInStrips(graph: Graph): number {
  const constants = new Map(graph.constants.map((constant) => [constant.name, constant]));
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    const axes = node.op === 'ReduceSum' ? constants.get(node.inputs[1] as string)?.data : undefined;
    if (axes === undefined || !isTall(graph.typeOf(node.inputs[0] as string).shape, Array.from<number | bigint, number>(axes, Number))) return [node];
    count++;
    return inStrips(graph, node, axes.length);
  });
  return count;
}

/** True for sums over all of some first axes that are many rows. */
function isTall(shape: readonly number[], axes: readonly number[]): boolean {
  const rows = elementCount(shape.slice(0, axes.length));
  const overFirst = axes.length < shape.length && axes.every((axis, index) => axis === index);
  return overFirst && rows >= TALL && rows % STRIPS === 0;
}

function inStrips(graph: Graph, node: GraphNode, axisCount: number): GraphNode[] {
  const [x, result] = [node.inputs[0] as string, node.outputs[0] as string];
  const { shape, dtype } = graph.typeOf(x);
  const [rows, width] = [elementCount(shape.slice(0, axisCount)), elementCount(shape.slice(axisCount))];
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
