import type { Graph } from '../../recorder/graph.js';

/**
 * Gives each result that is a constant one of its own: of several outputs that are the same constant, OpenVINO (2026.4) writes the last alone, and the others keep what their
 * buffers held.
 */
export function ownConstants(graph: Graph): void {
  const constants = graph.constantsByName();
  const taken = new Set<string>();
  for (const { op, inputs, outputs } of graph.nodes) {
    const constant = op === 'Identity' ? constants.get(inputs[0] as string) : undefined;
    if (constant === undefined) continue;
    if (taken.has(constant.name)) {
      // In front: results are named by users, and begin otherwise.
      const name = `own.${outputs[0]}`;
      graph.constants.push({ ...constant, name });
      graph.declare(name, constant);
      inputs[0] = name;
    }
    taken.add(constant.name);
  }
}
