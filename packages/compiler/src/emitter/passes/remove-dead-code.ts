import type { Graph } from '../../recorder/graph.js';

/** Drops nodes, constants and inputs that no output needs. Returns how many nodes went. */
export function removeDeadCode(graph: Graph): number {
  const needed = new Set(graph.outputs.map(({ name }) => name));
  const before = graph.nodes.length;
  const kept = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  graph.nodes = kept.reverse();
  graph.keepConstants((name) => needed.has(name));
  graph.inputs = graph.inputs.filter(({ name }) => needed.has(name));
  return before - kept.length;
}
