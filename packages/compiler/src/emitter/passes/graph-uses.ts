import type { Graph, GraphNode } from '../../recorder/graph.js';

/** Who makes and who uses each value of a graph, at the moment it is built. */
export class GraphUses {
  private readonly makers = new Map<string, GraphNode>();
  private readonly readers = new Map<string, GraphNode[]>();

  constructor(graph: Graph) {
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.makers.set(output, node);
      for (const input of node.inputs) {
        const known = this.readers.get(input);
        if (known === undefined) this.readers.set(input, [node]);
        else known.push(node);
      }
    }
  }

  /** The node that makes `value`; undefined for inputs and constants. */
  makerOf(value: string): GraphNode | undefined {
    return this.makers.get(value);
  }

  /** The nodes that read `value`, in their order; one that reads it twice is there twice. */
  readersOf(value: string): readonly GraphNode[] {
    return this.readers.get(value) ?? [];
  }

  /** The node that makes `value`, when `value` has no other use than one. */
  soleUseMaker(value: string | undefined): GraphNode | undefined {
    return value !== undefined && this.readersOf(value).length === 1 ? this.makerOf(value) : undefined;
  }
}
