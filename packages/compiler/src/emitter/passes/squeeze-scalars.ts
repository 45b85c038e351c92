import type { Graph } from '../../recorder/graph.js';

/**
 * Makes numbers without axes by Squeeze, where Reshape is what the recorder writes: OpenVINO (2026.4) ends the process when it compiles a product whose only element, or what
 * element-wise operations made of it, is reshaped so and used. Returns how often.
 */
export function squeezeScalars(graph: Graph): number {
  const constants = graph.constantsByName();
  let count = 0;
  for (const node of graph.nodes) {
    // By its sizes, as other passes do not declare everything that they reshape.
    if (node.op !== 'Reshape' || constants.get(node.inputs[1] as string)?.data.length !== 0) continue;
    node.op = 'Squeeze';
    node.inputs = node.inputs.slice(0, 1);
    count++;
  }
  return count;
}
