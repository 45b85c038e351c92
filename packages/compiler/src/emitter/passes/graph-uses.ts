import type { Graph, GraphNode } from '../../recorder/graph.js';

/** Who makes and who uses each value of a graph, at the moment it is built. */
export class GraphUses {
  private readonly makers = new Map<string, GraphNode>();
  private readonly counts = new Map<string, number>();

  constructor(graph: Graph) {
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.makers.set(output, node);
      for (const input of node.inputs) this.counts.set(input, (this.counts.get(input) ?? 0) + 1);
    }
  }

  /** The node that makes `value`, when `value` has no other use than one. */
  soleUseMaker(value: string | undefined): GraphNode | undefined {
    if (value === undefined || this.counts.get(value) !== 1) return undefined;
    return this.makers.get(value);
  }
}
