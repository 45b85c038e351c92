import { type Graph, plainNode } from '../../recorder/graph.js';

/**
 * A HardSigmoid of an error function, which lies between -1 and 1 so that nothing is cut off, becomes the product and the sum that it stands for. For ONNX Runtime it is one
 * pass where those are two; OpenVINO has no fast code for it, and joins the others with the operations around: the gradient of GELU in one pass instead of three.
 *
 * @returns how many
 */
export function expandHardSigmoid(graph: Graph): number {
  const errorFunctions = new Set(graph.nodes.flatMap(({ op, outputs }) => (op === 'Erf' ? outputs : [])));
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    const [alpha, beta] = ['alpha', 'beta'].map((name) => (node.attributes[name] as { readonly float: number } | undefined)?.float);
    if (node.op !== 'HardSigmoid' || alpha === undefined || beta === undefined || !errorFunctions.has(node.inputs[0] as string) || beta < alpha || alpha + beta > 1) return [node];
    count++;
    const [output] = node.outputs as [string];
    const scaled = `scaled.${output}`;
    return [
      plainNode(`${node.name}_scaled`, 'Mul', [node.inputs[0] as string, graph.constant('float32', [], [alpha])], scaled),
      plainNode(node.name, 'Add', [scaled, graph.constant('float32', [], [beta])], output),
    ];
  });
  return count;
}
