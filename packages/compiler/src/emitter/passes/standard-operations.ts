import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { turnedAxes } from '../../recorder/kernels/matrix.js';

/**
 * Writes ONNX Runtime's own operations as standard ones, which any runtime has: GELU is one since opset 20; a product with transposed operands and a factor becomes several.
 * Returns how many there were.
 */
export function standardOperations(graph: Graph): number {
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    if (node.domain === '') return [node];
    count++;
    const written = writers[node.op];
    if (written === undefined) throw new Error(`standardOperations: no way is known to write ${node.domain}.${node.op} (${node.name}) in standard operations.`);
    return written(graph, node);
  });
  return count;
}

const writers: Readonly<Record<string, (graph: Graph, node: GraphNode) => GraphNode[]>> = {
  Gelu: (_, node) => [{ ...node, domain: '' }],
  FusedMatMul: productOf,
};

function productOf(graph: Graph, { name, inputs, outputs, attributes }: GraphNode): GraphNode[] {
  const [output] = outputs as [string];
  const nodes: GraphNode[] = [];
  const append = (what: string, op: string, operands: string[], extra = {}) => {
    const made = `${output}_${what}`;
    nodes.push(plainNode(`${name}_${what}`, op, operands, made, extra));
    return made;
  };
  const operands = inputs.map((operand, place) => {
    const [side, attribute] = place === 0 ? (['a', 'transA'] as const) : (['b', 'transB'] as const);
    if (attributes[attribute] !== 1) return operand;
    return append(side, 'Transpose', [operand], { perm: turnedAxes(graph.typeOf(operand).shape.length) });
  });
  const { float: alpha } = (attributes['alpha'] ?? { float: 1 }) as { readonly float: number };
  if (alpha === 1) return [...nodes, plainNode(name, 'MatMul', operands, output)];
  const product = append('product', 'MatMul', operands);
  return [...nodes, plainNode(name, 'Mul', [product, graph.constant('float32', [], [alpha])], output)];
}
