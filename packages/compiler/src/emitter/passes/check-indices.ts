import { type Graph, type GraphConstant, type GraphNode, plainNode } from '../../recorder/graph.js';
import { elementCount } from '../../host-tensor.js';
import { areFound, indexedAxes } from '../indexed-axes.js';
import { GraphUses } from './graph-uses.js';

/** Indices that whoever runs the graph has to check: an engine that does not look reads and writes outside of its memory. */
export interface IndexCheck {
  /** An input of the graph, looked at before a run, or an output, looked at after it. */
  readonly value: string;
  readonly when: 'before' | 'after';
  /** Element i of `value` has to lie from 0 to one less than sizes[i % sizes.length]. */
  readonly sizes: readonly number[];
  /** Name of the node that uses the indices. */
  readonly node: string;
}

/** Operations whose results are elements of their first operand and no others. */
const carriers = new Set(['Reshape', 'Expand', 'Transpose', 'Identity']);

/**
 * Finds what has to be checked so that no index leaves its axis. Indices that are inputs of the graph, `feeds`, cost it nothing. Those
 * that are computed are kept within their axis by the graph, so that a run does no harm, and the lowest and the highest of
 * them become outputs, which tell whether any was outside.
 *
 * @param options.guards whether computed ones are kept within their axis, too (true); an engine that refuses those that are too large itself needs no guard
 */
export function checkIndices(graph: Graph, feeds: ReadonlySet<string>, options: { readonly guards?: boolean } = {}): IndexCheck[] {
  const { guards: guarding = true } = options;
  const uses = new GraphUses(graph);
  const constants = graph.constantsByName();
  const bounds = new Map<string, Pick<IndexCheck, 'sizes' | 'node'>>();
  for (const node of graph.nodes) {
    const axes = indexedAxes(graph, node);
    if (axes === undefined || elementCount(graph.typeOf(axes.indices).shape) === 0) continue;
    const source = sourceOf(graph, uses, axes.indices, axes.sizes.length === 1);
    if (isWithin(constants.get(source), axes.sizes) || areFound(graph, (value) => uses.makerOf(value), axes)) continue;
    const known = bounds.get(source);
    if (known === undefined) bounds.set(source, { sizes: axes.sizes, node: node.name });
    else bounds.set(source, { ...known, sizes: narrower(known.sizes, axes.sizes) });
  }
  const checks: IndexCheck[] = [];
  const guards = new Map<string | undefined, GraphNode[]>();
  const replaced = new Map<string, string>();
  for (const [value, bound] of bounds) {
    if (feeds.has(value)) {
      checks.push({ value, when: 'before', ...bound });
      continue;
    }
    if (!guarding) continue;
    const { within, outputs, nodes } = guard(graph, value, bound.sizes);
    replaced.set(value, within);
    const maker = uses.makerOf(value) !== undefined ? value : undefined;
    guards.set(maker, [...(guards.get(maker) ?? []), ...nodes]);
    checks.push(...outputs.map((output) => ({ value: output, when: 'after', ...bound }) as const));
  }
  const rewritten = graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map((input) => replaced.get(input) ?? input) }));
  graph.nodes = [...(guards.get(undefined) ?? []), ...rewritten.flatMap((node) => [node, ...node.outputs.flatMap((output) => guards.get(output) ?? [])])];
  return checks;
}

/** Where indices come from: what only moves or repeats them, or makes them int64, is passed over. Pairs and the like must not be moved. */
function sourceOf(graph: Graph, uses: GraphUses, indices: string, mayMove: boolean): string {
  let source = indices;
  for (;;) {
    const maker = uses.makerOf(source);
    const [operand] = maker?.inputs ?? [];
    if (maker === undefined || operand === undefined) return source;
    const widens = maker.op === 'Cast' && graph.typeOf(operand).dtype === 'int32' && graph.typeOf(source).dtype === 'int64';
    if (!widens && !(mayMove && carriers.has(maker.op))) return source;
    source = operand;
  }
}

function isWithin(constant: GraphConstant | undefined, sizes: readonly number[]): boolean {
  if (constant === undefined) return false;
  return Array.from<number | bigint>(constant.data).every((index, i) => {
    const size = sizes[i % sizes.length] as number;
    return index >= 0 && index < size;
  });
}

/** The bounds that keep both; the longer one has a bound for each element of the last axis. */
function narrower(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Math.min(a[i % a.length] as number, b[i % b.length] as number));
}

/** Nodes that bring indices within `sizes`, and tell how far they reached before. */
function guard(graph: Graph, indices: string, sizes: readonly number[]): { within: string; outputs: string[]; nodes: GraphNode[] } {
  const { shape, dtype } = graph.typeOf(indices);
  const [count, width] = [elementCount(shape), sizes.length];
  const boundShape = width === 1 ? [] : [width];
  const low = graph.constant(dtype, boundShape, sizes.map(() => 0));
  const high = graph.constant(dtype, boundShape, sizes.map((size) => size - 1));
  const table = graph.constant('int64', [2], [count / width, width]);
  const firstAxis = graph.constant('int64', [1], [0]);
  const [raised, within, columns, lowest, highest] = ['raised', 'within', 'columns', 'lowest', 'highest'].map((what) => `${what}.${indices}`) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const node = (name: string, op: string, inputs: string[], attributes = {}) => plainNode(name, op, inputs, name, attributes);
  graph.declare(within, { shape, dtype });
  for (const name of [lowest, highest]) graph.outputs.push({ name, shape: [width], dtype });
  return {
    within,
    outputs: [lowest, highest],
    nodes: [
      node(raised, 'Max', [indices, low]),
      node(within, 'Min', [raised, high]),
      node(columns, 'Reshape', [indices, table]),
      node(lowest, 'ReduceMin', [columns, firstAxis], { keepdims: 0 }),
      node(highest, 'ReduceMax', [columns, firstAxis], { keepdims: 0 }),
    ],
  };
}
