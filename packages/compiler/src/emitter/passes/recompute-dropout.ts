import type { Graph, GraphNode } from '../../recorder/graph.js';
import { GraphUses } from './graph-uses.js';

/**
 * A product by noise that both the forward and the backward part read is computed again in the backward part, where its
 * operands are kept for another reason: the attention probabilities are, and noise is an input. That takes one pass
 * over them and gives back as much memory in each layer as the probabilities take. Returns how often.
 */
export function recomputeDropout(graph: Graph): number {
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const uses = new GraphUses(graph);
  const readBackward = (value: string, except?: GraphNode) =>
    uses.readersOf(value).filter((node) => node !== except && isIn('backward', node));
  const added = new Map<GraphNode, GraphNode[]>();
  let count = 0;
  for (const node of graph.nodes) {
    const product = node.outputs[0] as string;
    const late = readBackward(product);
    const kept = (operand: string) => inputs.has(operand) || readBackward(operand, node).length > 0;
    const isDropout = node.op === 'Mul' && isIn('forward', node) && node.inputs.some((operand) => inputs.has(operand));
    if (!isDropout || late.length === 0 || !node.inputs.every(kept)) continue;
    const again = `${product}_again`;
    graph.declare(again, graph.typeOf(product));
    const name = `${node.name.replace(/^forward/, 'backward')}_again`;
    const first = late[0] as GraphNode;
    const copy = { ...node, name, inputs: [...node.inputs], outputs: [again] };
    added.set(first, [...(added.get(first) ?? []), copy]);
    count++;
    for (const reader of late) reader.inputs = reader.inputs.map((value) => (value === product ? again : value));
  }
  graph.nodes = graph.nodes.flatMap((node) => [...(added.get(node) ?? []), node]);
  return count;
}

function isIn(phase: 'forward' | 'backward', { name }: GraphNode): boolean {
  return name.startsWith(`${phase}/`);
}
