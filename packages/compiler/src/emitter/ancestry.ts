import type { Graph, GraphNode } from '../recorder/graph.js';

const BITS = 32;

/** Calls `visit` with the position of each bit that is set in a word of a row. */
export function eachPosition(bits: number, word: number, visit: (position: number) => void): void {
  for (let left = bits; left !== 0; left &= left - 1) visit(word * BITS + BITS - 1 - Math.clz32(left & -left));
}

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
        if (parent !== undefined) this.inherit(position, this.positionOf(parent));
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
    const position = this.positionOf(earlier);
    return (((this.rowOf(later)[Math.floor(position / BITS)] as number) >>> (position % BITS)) & 1) === 1;
  }

  /** The ancestors of `node`, directly or not, as bits: that at a position stands in word position / 32. Not to be written to. */
  rowOf(node: GraphNode): Uint32Array {
    const start = this.positionOf(node) * this.rowLength;
    return this.ancestors.subarray(start, start + this.rowLength);
  }

  /** Where `node` stands in the order that was given. */
  positionOf(node: GraphNode): number {
    return this.positions.get(node) as number;
  }

  /** Positions of all that `node` needs, directly or not, in ascending order. */
  ancestorsOf(node: GraphNode): number[] {
    const positions: number[] = [];
    this.rowOf(node).forEach((bits, word) => eachPosition(bits, word, (position) => positions.push(position)));
    return positions;
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
