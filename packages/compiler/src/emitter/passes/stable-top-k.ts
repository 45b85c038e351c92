import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { typeCodes } from '../../recorder/kernels/cast.js';

/** Longest axis that is ranked: each element is compared with each. */
const RANKED = 1024;

/**
 * Ranks elements by comparing each with each, where OpenVINO (2026.4) would look for the k largest: of equal ones it takes and tells any first, where tfjs and ONNX Runtime take
 * the first. Places become sums of places by rank, and values are looked up by them. Longer axes than RANKED stay as they are, and equal elements on them come in any order.
 *
 * @returns how many
 */
export function stableTopK(graph: Graph): number {
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    if (node.op !== 'TopK' || (graph.typeOf(node.inputs[0] as string).shape.at(-1) as number) > RANKED) return [node];
    count++;
    return ranked(graph, node);
  });
  return count;
}

function ranked(graph: Graph, node: GraphNode): GraphNode[] {
  const [x] = node.inputs as [string];
  const [values, places] = node.outputs as [string, string];
  const { shape } = graph.typeOf(x);
  const length = shape.at(-1) as number;
  const k = graph.typeOf(values).shape.at(-1) as number;
  const nodes: GraphNode[] = [];
  const step = (what: string, op: string, inputs: string[], attributes = {}) => {
    const made = `${what}.${places}`;
    nodes.push(plainNode(`${node.name}_${what}`, op, inputs, made, attributes));
    return made;
  };
  const axis = (place: number) => graph.constant('int64', [1], [place]);
  const last = shape.length;
  // [..., n, 1] and [..., 1, n]: element i before element j.
  const column = step('column', 'Unsqueeze', [x, axis(last)]);
  const row = step('row', 'Unsqueeze', [x, axis(last - 1)]);
  const earlier = graph.constant('bool', [length, length], Uint8Array.from({ length: length * length }, (_, at) => (at % length < Math.floor(at / length) ? 1 : 0)));
  // Integers by their difference (below 2^31), since OpenVINO compares them as float32.
  const [a, b] = graph.typeOf(x).dtype === 'int32' ? [step('difference', 'Sub', [row, column]), graph.constant('int32', [], [0])] : [row, column];
  const larger = step('larger', 'Greater', [a, b]);
  const equal = step('equal', 'And', [step('same', 'Equal', [a, b]), earlier]);
  const before = step('before', 'Cast', [step('ahead', 'Or', [larger, equal])], { to: typeCodes.float32 });
  // How many come before each, and which place has each rank.
  const rank = step('rank', 'ReduceSum', [before, axis(last)], { keepdims: 1 });
  const ranks = graph.constant('float32', [k], Float32Array.from({ length: k }, (_, r) => r));
  const chosen = step('chosen', 'Cast', [step('hit', 'Equal', [rank, ranks])], { to: typeCodes.float32 });
  const numbers = graph.constant('float32', [length, 1], Float32Array.from({ length }, (_, i) => i));
  const found = step('found', 'ReduceSum', [step('numbered', 'Mul', [chosen, numbers]), axis(last - 1)], { keepdims: 0 });
  return [
    ...nodes,
    plainNode(`${node.name}_places`, 'Cast', [found], places, { to: typeCodes.int64 }),
    plainNode(node.name, 'GatherElements', [x, places], values, { axis: last - 1 }),
  ];
}
