import type { Graph, GraphNode } from '../recorder/graph.js';

const BITS = 32;

/** Which nodes of a graph come before which, in every order of execution. Nodes have to be in an order of execution. */
export class Ancestry {
  private readonly makers = new Map<string, GraphNode>();
  private readonly readers = new Map<string, GraphNode[]>();
  private readonly positions = new Map<GraphNode, number>();
  /** One row of bits a node: the positions of its ancestors. */
  private readonly ancestors: Uint32Array;
  private readonly rowLength: number;

  constructor({ nodes }: Graph) {
    this.rowLength = Math.ceil(nodes.length / BITS);
    this.ancestors = new Uint32Array(nodes.length * this.rowLength);
    for (const [position, node] of nodes.entries()) {
      this.positions.set(node, position);
      for (const input of new Set(node.inputs)) {
        this.readers.set(input, [...(this.readers.get(input) ?? []), node]);
        const parent = this.makers.get(input);
        if (parent !== undefined) this.inherit(position, this.positions.get(parent) as number);
      }
      for (const output of node.outputs) this.makers.set(output, node);
    }
  }

  /** The node that makes `value`, undefined for inputs and constants. */
  makerOf(value: string): GraphNode | undefined {
    return this.makers.get(value);
  }

  /** Nodes that read `value`, also under another shape: a reshape shares the memory of its operand. */
  readersOf(value: string): GraphNode[] {
    return (this.readers.get(value) ?? []).flatMap((node) =>
      node.op === 'Reshape' ? [node, ...this.readersOf(node.outputs[0] as string)] : [node],
    );
  }

  /** True when `later` needs, directly or not, what `earlier` makes. */
  isBefore(earlier: GraphNode, later: GraphNode): boolean {
    const position = this.positions.get(earlier) as number;
    const row = (this.positions.get(later) as number) * this.rowLength;
    return (((this.ancestors[row + Math.floor(position / BITS)] as number) >>> (position % BITS)) & 1) === 1;
  }

  private inherit(child: number, parent: number): void {
    const [to, from] = [child * this.rowLength, parent * this.rowLength];
    for (let word = 0; word < this.rowLength; word++) {
      this.ancestors[to + word] = (this.ancestors[to + word] as number) | (this.ancestors[from + word] as number);
    }
    const word = to + Math.floor(parent / BITS);
    this.ancestors[word] = (this.ancestors[word] as number) | (1 << (parent % BITS));
  }
}
