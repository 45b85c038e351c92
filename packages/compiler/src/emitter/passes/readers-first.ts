import { elementCount } from '../../host-tensor.js';
import { byteLength, type Graph, type GraphNode } from '../../recorder/graph.js';
import type { ValueType } from '../../recorder/symbolic.js';
import { Ancestry } from '../ancestry.js';

/** Smaller operands are copied in no time. */
const LEAST_BYTES = 2 ** 20;
/** How many times as large as a value its operand has to be for it to be small beside that. */
const SMALL = 16;

const scalar: ValueType = { shape: [], dtype: 'int64' };

/**
 * ScatterElements can write over its operand where nothing reads that any more, and ONNX Runtime lets it. But it puts a graph in order from the results backwards, and
 * what nothing but a late result needs, as a loss is, comes last: the scatter has to copy, and its operand, and what that was made of, stay in memory for most of a
 * step. Here everything recorded before the scatter that reads them is made to come before it: the shape of its updates becomes a sum in which they have a part.
 * In the joint step of ELECTRA-small that is one copy of 74 MB less, and 140 MB that are free during the discriminator's part.
 *
 * @returns of how many scatters
 */
export function readersFirst(graph: Graph): number {
  const isLargeScatter = ({ op, inputs: [operand] }: GraphNode) => op === 'ScatterElements' && byteLength(graph.typeOf(operand as string)) >= LEAST_BYTES;
  if (!graph.nodes.some(isLargeScatter)) return 0;
  const ancestry = new Ancestry(graph);
  const positions = new Map(graph.nodes.map((node, position) => [node, position]));
  const added = new Map<GraphNode, GraphNode[]>();
  for (const scatter of graph.nodes) {
    if (!isLargeScatter(scatter)) continue;
    const isBefore = (node: GraphNode) => (positions.get(node) as number) < (positions.get(scatter) as number);
    const values = earlyResults(graph, ancestry, scatter.inputs[0] as string, isBefore);
    if (values.length > 0) added.set(scatter, shapeAfter(graph, scatter, values));
  }
  graph.nodes = graph.nodes.flatMap((node) => [...(added.get(node) ?? []), node]);
  return added.size;
}

/** What is computed of `operand`, or of what it is made of, before the node that writes over it: of chains of large results what ends them, if that is small. */
function earlyResults(graph: Graph, ancestry: Ancestry, operand: string, isBefore: (node: GraphNode) => boolean): string[] {
  const bytes = byteLength(graph.typeOf(operand));
  const maker = ancestry.makerOf(operand);
  // Inputs and constants are never written over.
  if (maker === undefined) return [];
  const isLarge = (value: string) => byteLength(graph.typeOf(value)) * SMALL > bytes;
  const readersOf = (value: string) => ancestry.readersOf(value).filter((node) => node.op !== 'Reshape' && node !== maker && isBefore(node));
  const sources = maker.inputs.filter((input) => ancestry.makerOf(input) !== undefined && byteLength(graph.typeOf(input)) >= bytes);
  const endsOf = (node: GraphNode): string[] => {
    const value = node.outputs[0] as string;
    if (!isLarge(value)) return [value];
    // A large value that several nodes read would only be kept for longer.
    const [next, ...others] = readersOf(value);
    return next === undefined || others.length > 0 ? [] : endsOf(next);
  };
  return [...new Set([operand, ...sources].flatMap(readersOf).flatMap(endsOf))];
}

/** Gives the updates of `scatter` their shape anew, by a sum that needs `values`: the nodes for that. */
function shapeAfter(graph: Graph, scatter: GraphNode, values: readonly string[]): GraphNode[] {
  const updates = scatter.inputs[2] as string;
  const { shape } = graph.typeOf(updates);
  const nodes: GraphNode[] = [];
  const write = (op: string, inputs: string[], type: ValueType): string => {
    const value = `${scatter.outputs[0]}_after_${nodes.length}`;
    graph.declare(value, type);
    nodes.push({ name: [...scatter.name.split('/').slice(0, -1), value].join('/'), op, domain: '', inputs, outputs: [value], attributes: {} });
    return value;
  };
  const sizes = values.map((value) => write('Size', [value], scalar));
  const sum = sizes.reduce((total, size) => write('Add', [total, size], scalar));
  const known = values.reduce((total, value) => total + elementCount(graph.typeOf(value).shape), 0);
  const zero = write('Sub', [sum, graph.constant('int64', [], [known])], scalar);
  const rank: ValueType = { shape: [shape.length], dtype: 'int64' };
  const same = write('Add', [graph.constant('int64', rank.shape, shape), zero], rank);
  scatter.inputs[2] = write('Reshape', [updates, same], graph.typeOf(updates));
  return nodes;
}
