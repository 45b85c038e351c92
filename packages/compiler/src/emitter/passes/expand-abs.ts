import { type Graph, plainNode } from '../../recorder/graph.js';

/**
 * An absolute value as the larger of a number and its negative. OpenVINO (2026.4) computes both in one pass with what is around, as it does an Abs; an Abs of a Concat it
 * moves in front of that, for everything else that reads the Concat too.
 *
 * @returns how many
 */
export function expandAbs(graph: Graph): number {
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    if (node.op !== 'Abs') return [node];
    count++;
    const [operand, output] = [node.inputs[0] as string, node.outputs[0] as string];
    const negative = `negative.${output}`;
    graph.declare(negative, graph.typeOf(output));
    return [plainNode(`${node.name}_negative`, 'Neg', [operand], negative), plainNode(node.name, 'Max', [operand, negative], output)];
  });
  return count;
}
