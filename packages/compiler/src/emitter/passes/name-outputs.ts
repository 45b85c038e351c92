import type { Graph } from '../../recorder/graph.js';

/**
 * A result is the value itself under the result's name, not a copy of it, which would cost a pass over every parameter
 * at each step. Copies stay where the value is an input or a constant, or has a result's name already.
 * Returns how often.
 */
export function nameOutputs(graph: Graph): number {
  const fixed = new Set([...graph.inputs, ...graph.constants].map(({ name }) => name));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const names = new Map<string, string>();
  graph.nodes = graph.nodes.filter(({ op, inputs, outputs: made }) => {
    const [value, output] = [inputs[0] as string, made[0] as string];
    if (op !== 'Identity' || !outputs.has(output)) return true;
    if (fixed.has(value) || outputs.has(value) || names.has(value)) return true;
    names.set(value, output);
    return false;
  });
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map((value) => names.get(value) ?? value);
    node.outputs = node.outputs.map((value) => names.get(value) ?? value);
  }
  return names.size;
}
