import type { Graph, GraphNode } from '../recorder/graph.js';

/** What an operation's indices choose from. */
export interface IndexedAxes {
  /** The value that holds the indices. */
  readonly indices: string;
  /** Places on the axis that they choose from, 0 to places - 1; several where the last axis of `indices` has one index for each axis. */
  readonly sizes: readonly number[];
}

/** The axes that a node's indices choose from; undefined for operations without indices. */
export function indexedAxes(graph: Graph, { op, inputs, attributes }: GraphNode): IndexedAxes | undefined {
  const [data, indices] = inputs as [string, string];
  if (op === 'Gather' || op === 'GatherElements' || op === 'ScatterElements') {
    const axis = (attributes['axis'] as number | undefined) ?? 0;
    return { indices, sizes: [graph.typeOf(data).shape.at(axis) as number] };
  }
  if (op === 'GatherND' || op === 'ScatterND') {
    const first = (attributes['batch_dims'] as number | undefined) ?? 0;
    const count = graph.typeOf(indices).shape.at(-1) as number;
    return { indices, sizes: graph.typeOf(data).shape.slice(first, first + count) };
  }
  return undefined;
}

const integers = new Set(['int32', 'int64']);

/** Whether indices cannot be outside: places that `ArgMax` or `ArgMin` found on an axis no longer than those that they choose from, or numbers that were clipped to these. */
export function areFound(graph: Graph, makerOf: (value: string) => GraphNode | undefined, { indices, sizes }: IndexedAxes): boolean {
  const maker = makerOf(indices);
  const operand = maker?.inputs[0];
  if (maker === undefined || operand === undefined) return false;
  const moves = maker.op === 'Reshape' || (maker.op === 'Cast' && integers.has(graph.typeOf(operand).dtype));
  if (moves) return areFound(graph, makerOf, { indices: operand, sizes });
  if (maker.op === 'Clip') {
    const constants = graph.constantsByName();
    const [low, high] = maker.inputs.slice(1).map((name) => Number(constants.get(name)?.data[0])) as [number, number];
    return sizes.every((size) => low >= 0 && high < size);
  }
  if (maker.op !== 'ArgMax' && maker.op !== 'ArgMin') return false;
  const length = graph.typeOf(operand).shape.at(maker.attributes['axis'] as number) as number;
  return sizes.every((size) => length <= size);
}
