import type { Graph, GraphNode } from '../../recorder/graph.js';
import { productOperations } from '../../recorder/kernels/matrix.js';

/**
 * Gives constants of their own to what OpenVINO (2026.4) mistakes for one another where equal ones are shared: to results, since of several outputs that are one constant it
 * writes the last alone and the others keep what their buffers held; and to products that read a matrix as it lies where others read it transposed, since it arranges the
 * matrix once, for one of them.
 */
export function ownConstants(graph: Graph): void {
  const constants = graph.constantsByName();
  const taken = new Map<string, string>();
  for (const node of graph.nodes) {
    for (const [place, input] of node.inputs.entries()) {
      const constant = constants.get(input);
      const use = useOf(node, place);
      if (constant === undefined || use === undefined) continue;
      const earlier = taken.get(input);
      if (earlier === undefined) taken.set(input, use);
      else if (use === RESULT || earlier !== use) {
        // In front: results are named by users, and begin otherwise.
        const name = use === RESULT ? `own.${node.outputs[0]}` : `own.${node.outputs[0]}.${place}`;
        graph.constants.push({ ...constant, name });
        graph.declare(name, constant);
        node.inputs[place] = name;
      }
    }
  }
}

const RESULT = 'result';

/** How a node reads an operand, where that matters. */
function useOf({ op, attributes }: GraphNode, place: number): string | undefined {
  if (op === 'Identity') return RESULT;
  if (op === 'Transpose') return 'transposed';
  if (!productOperations.has(op)) return undefined;
  return attributes[place === 0 ? 'transA' : 'transB'] === 1 ? 'transposed' : 'as it lies';
}
