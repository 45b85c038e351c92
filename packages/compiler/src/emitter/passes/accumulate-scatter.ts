import type { Graph, GraphNode } from '../../recorder/graph.js';
import { GraphUses } from './graph-uses.js';

/**
 * Add(x, ScatterElements(zeros, places, updates)) becomes ScatterElements(x, places, updates): no table of zeros, and
 * one pass less over it. Returns how often.
 */
export function accumulateScatter(graph: Graph): number {
  const uses = new GraphUses(graph);
  const zeros = zeroValues(graph);
  let joined = 0;
  for (const node of graph.nodes) {
    if (node.op !== 'Add') continue;
    const which = [1, 0].find((index) => {
      const maker = uses.soleUseMaker(node.inputs[index]);
      return (
        maker?.op === 'ScatterElements' &&
        maker.attributes['reduction'] === 'add' &&
        zeros.has(maker.inputs[0] as string) &&
        sameTypes(graph, node)
      );
    });
    if (which === undefined) continue;
    const scatter = uses.soleUseMaker(node.inputs[which]) as GraphNode;
    node.op = 'ScatterElements';
    node.attributes = scatter.attributes;
    node.inputs = [node.inputs[1 - which] as string, ...scatter.inputs.slice(1)];
    joined++;
  }
  return joined;
}

function sameTypes(graph: Graph, { inputs, outputs }: GraphNode): boolean {
  const shape = String(graph.typeOf(outputs[0] as string).shape);
  return inputs.every((input) => String(graph.typeOf(input).shape) === shape);
}

/** Values known to hold nothing but zeros: constants, and a zero that is repeated. */
function zeroValues(graph: Graph): Set<string> {
  const zeros = new Set(
    graph.constants.filter(({ data }) => data.every((value) => Number(value) === 0)).map(({ name }) => name),
  );
  for (const { op, inputs, outputs } of graph.nodes) {
    if (op === 'Expand' && zeros.has(inputs[0] as string)) zeros.add(outputs[0] as string);
  }
  return zeros;
}
