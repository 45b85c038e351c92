import type { Graph, GraphBody, GraphNode } from '../../recorder/graph.js';

/**
 * Replaces each loop over blocks (`inBlocks` of the recorder) by its operations on whole arrays. ONNX Runtime gains by
 * the loop; a compiler that joins element-wise operations by itself does better without. Arrays keep the shape of the
 * loop: in that which they have outside, OpenVINO joins GELU with a part of its gradient, and keeps 8 % more of a step.
 */
export function inlineBlocks(graph: Graph): void {
  let loops = 0;
  graph.nodes = graph.nodes.flatMap((node) => (node.op === 'Scan' ? inlined(graph, node, `whole_${loops++}_`) : [node]));
}

function inlined(graph: Graph, loop: GraphNode, prefix: string): GraphNode[] {
  const { body } = loop.attributes['body'] as { readonly body: GraphBody };
  const names = new Map<string, string>();
  body.inputs.forEach(({ name }, index) => names.set(name, loop.inputs[index] as string));
  body.outputs.forEach(({ name }, index) => names.set(name, loop.outputs[index] as string));
  for (const constant of body.constants) {
    const name = `${prefix}${constant.name}`;
    names.set(constant.name, name);
    graph.constants.push({ ...constant, name });
    graph.declare(name, constant);
  }
  const nameOf = (value: string) => names.get(value) ?? `${prefix}${value}`;
  return body.nodes.map((node) => ({
    ...node,
    name: `${prefix}${node.name}`,
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.map(nameOf),
  }));
}
