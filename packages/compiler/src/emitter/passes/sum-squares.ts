import type { Graph } from '../../recorder/graph.js';
import { GraphUses } from './graph-uses.js';

/** ReduceSum(x * x) becomes ReduceSumSquare(x): the squares are never written down. Returns how often. */
export function sumSquares(graph: Graph): number {
  const uses = new GraphUses(graph);
  let joined = 0;
  for (const node of graph.nodes) {
    if (node.op !== 'ReduceSum') continue;
    const product = uses.soleUseMaker(node.inputs[0]);
    if (product?.op !== 'Mul' || product.inputs[0] !== product.inputs[1]) continue;
    node.op = 'ReduceSumSquare';
    node.inputs = [product.inputs[0] as string, ...node.inputs.slice(1)];
    joined++;
  }
  return joined;
}
