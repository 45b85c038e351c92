import { elementCount } from '../../host-tensor.js';
import type { Graph, GraphNode } from '../../recorder/graph.js';

/** From this many rows on, a sum over rows is worth another form. */
const TALL = 1024;

/** Finds sums over all of a value's first axes that are many rows, such as those of gradients of biases. */
export class TallSums {
  private readonly constants: ReturnType<Graph['constantsByName']>;

  constructor(private readonly graph: Graph) {
    this.constants = graph.constantsByName();
  }

  /** How many rows of which width `node` adds up; undefined where it does anything else. */
  of(node: GraphNode): { readonly rows: number; readonly width: number } | undefined {
    const axes = node.op === 'ReduceSum' ? this.constants.get(node.inputs[1] as string)?.data : undefined;
    if (axes === undefined) return undefined;
    const { shape } = this.graph.typeOf(node.inputs[0] as string);
    const overFirst = axes.length < shape.length && Array.from<number | bigint, number>(axes, Number).every((axis, index) => axis === index);
    const rows = elementCount(shape.slice(0, axes.length));
    return overFirst && rows >= TALL ? { rows, width: elementCount(shape.slice(axes.length)) } : undefined;
  }
}
