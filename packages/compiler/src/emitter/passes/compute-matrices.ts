import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { productOperations } from '../../recorder/kernels/matrix.js';
import { constantValues } from '../constant-values.js';

/** The input that `computeMatrices` adds, a single 1. */
export const ONE = 'one';

/**
 * Keeps OpenVINO (2026.4) from arranging matrices for products beforehand that it would mistake for one another: it arranges a constant once, as the first product reads it,
 * also for products that read it transposed, and does so with whatever it computes from constants itself. Such matrices are multiplied by an input, ONE, so that each run
 * makes them anew: those that are not constants but made of nothing else, and constants that products read both ways. Returns how many.
 */
export function computeMatrices(graph: Graph): number {
  const constants = graph.constantsByName();
  const known = constantValues(graph);
  const ways = new Map<string, Set<string>>();
  for (const node of graph.nodes) {
    for (const { place, way } of operandsOf(node)) {
      const operand = node.inputs[place] as string;
      if (known.has(operand)) ways.set(operand, (ways.get(operand) ?? new Set()).add(way));
    }
  }
  const computed = new Map([...ways].filter(([name, { size }]) => size > 1 || !constants.has(name)).map(([name]) => [name, `${name}_computed`]));
  if (computed.size === 0) return 0;
  graph.addInput(ONE, { shape: [], dtype: 'float32' });
  const products = [...computed].map(([name, product]) => {
    graph.declare(product, graph.typeOf(name));
    return plainNode(product, 'Mul', [name, ONE], product);
  });
  const after = new Map(products.map((node) => [node.inputs[0] as string, node]));
  const first = products.filter(({ inputs }) => constants.has(inputs[0] as string));
  graph.nodes = [
    ...first,
    ...graph.nodes.flatMap((node) => {
      for (const { place } of operandsOf(node)) node.inputs[place] = computed.get(node.inputs[place] as string) ?? (node.inputs[place] as string);
      return [node, ...node.outputs.flatMap((output) => after.get(output) ?? [])];
    }),
  ];
  return computed.size;
}

/** The matrices that a node multiplies, and whether it reads each as it lies. */
function operandsOf({ op, attributes }: GraphNode): readonly { readonly place: number; readonly way: string }[] {
  if (!productOperations.has(op)) return [];
  return ['transA', 'transB'].map((attribute, place) => ({ place, way: attributes[attribute] === 1 ? 'transposed' : 'as it lies' }));
}
