import type { Graph } from '../../recorder/graph.js';
import { GraphUses } from './graph-uses.js';

/** Add(Gemm(a, b), bias) with a one-dimensional bias becomes Gemm(a, b, bias). Returns how often. */
export function joinBias(graph: Graph): number {
  const uses = new GraphUses(graph);
  let joined = 0;
  for (const node of graph.nodes) {
    if (node.op !== 'Add') continue;
    const [product, bias] = node.inputs as [string, string];
    const gemm = uses.soleUseMaker(product);
    if (gemm?.op !== 'Gemm' || gemm.inputs.length !== 2 || graph.typeOf(bias).shape.length !== 1) continue;
    // A single column plus a longer vector grows in Add, which Gemm does not do.
    if (String(graph.typeOf(product).shape) !== String(graph.typeOf(node.outputs[0] as string).shape)) continue;
    node.op = 'Gemm';
    node.attributes = gemm.attributes;
    node.inputs = [...gemm.inputs, bias];
    joined++;
  }
  return joined;
}
