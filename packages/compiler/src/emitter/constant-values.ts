import type { Graph } from '../recorder/graph.js';

/**
 * The constants, and the values that are made of nothing else.
 *
 * @param also an input that is the same in every run
 */
export function constantValues(graph: Graph, also?: string): ReadonlySet<string> {
  const known = new Set(graph.constants.map(({ name }) => name));
  if (also !== undefined) known.add(also);
  for (const { inputs, outputs } of graph.nodes) {
    if (inputs.every((input) => known.has(input))) for (const output of outputs) known.add(output);
  }
  return known;
}
