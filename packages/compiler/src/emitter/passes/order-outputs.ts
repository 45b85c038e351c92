import type { Graph } from '../../recorder/graph.js';
import { productOperations } from '../../recorder/kernels/matrix.js';
import { Ancestry } from '../ancestry.js';

/**
 * Brings the outputs of a training step into an order in which computing each with all that it needs, as OpenVINO does, keeps little. First the result that needs the fewest
 * nodes, a matrix product among them: in a step of two networks the loss of the first, after which its logits have been read. Then the other results from the one that needs
 * most: a norm of gradients adds them up in the order in which they become available, so that the first network is done with before the other begins. Then what is not a
 * result, the new state. Graphs without state stay as they are.
 */
export function orderOutputs(graph: Graph, results: readonly string[]): void {
  if (graph.outputs.every(({ name }) => results.includes(name))) return;
  const ancestry = new Ancestry(graph);
  const needs = new Map(results.map((name) => [name, neededBy(graph, ancestry, name)]));
  const countOf = (name: string) => needs.get(name)?.length ?? 0;
  const [first] = results.filter((name) => needs.get(name)?.some((position) => productOperations.has(graph.nodes[position]?.op as string))).sort((a, b) => countOf(a) - countOf(b));
  const rank = (name: string) => (name === first ? graph.nodes.length + 1 : results.includes(name) ? countOf(name) : -1);
  graph.outputs.sort((a, b) => rank(b.name) - rank(a.name));
}

/** Positions of all nodes that an output needs; an input that is passed on needs none. */
function neededBy(graph: Graph, ancestry: Ancestry, output: string): number[] {
  const maker = ancestry.makerOf(output);
  return maker === undefined ? [] : [...ancestry.ancestorsOf(maker), ancestry.positionOf(maker)];
}
