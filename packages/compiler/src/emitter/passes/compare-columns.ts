import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { typeCodes } from '../../recorder/kernels/cast.js';
import { GraphUses } from './graph-uses.js';

/** Whole numbers up to which float32 has all. */
const EXACT = 2 ** 24;

/**
 * An addition to one column of each row becomes an addition to all columns, of zeros but for that one. OpenVINO does the former in place, for which it copies the rows, twice, where
 * something reads them in another shape; the latter is one pass together with what comes after it.
 *
 * So the gradient of a softmax cross-entropy, which is the probabilities less 1 at the label, where tokens are drawn by the same probabilities in groups (`drawIndices`): of
 * ELECTRA-small's generator each copy is 74 MB.
 *
 * @returns how many
 */
export function compareColumns(graph: Graph): number {
  const uses = new GraphUses(graph);
  let count = 0;
  graph.nodes = graph.nodes.flatMap((node) => {
    if (!isOneOfEachRow(graph, node) || !uses.readersOf(node.inputs[0] as string).some(({ op }) => op === 'Reshape')) return [node];
    count++;
    return compared(graph, node);
  });
  return count;
}

function isOneOfEachRow(graph: Graph, { op, inputs, attributes }: GraphNode): boolean {
  if (op !== 'ScatterElements' || attributes['axis'] !== 1 || attributes['reduction'] !== 'add') return false;
  const { shape, dtype } = graph.typeOf(inputs[0] as string);
  const indices = graph.typeOf(inputs[1] as string).shape;
  return dtype === 'float32' && shape.length === 2 && indices[0] === shape[0] && indices[1] === 1 && (shape[1] as number) <= EXACT;
}

function compared(graph: Graph, node: GraphNode): GraphNode[] {
  const [rows, indices, added] = node.inputs as [string, string, string];
  const [output] = node.outputs as [string];
  const { shape } = graph.typeOf(rows);
  const [, columns] = shape as [number, number];
  const [place, chosen, sparse] = ['place', 'chosen', 'sparse'].map((what) => `${what}.${output}`) as [string, string, string];
  const step = (what: string, op: string, inputs: string[], result: string, attributes = {}) => plainNode(`${node.name}_${what}`, op, inputs, result, attributes);
  const all = graph.constant('float32', [1, columns], Float32Array.from({ length: columns }, (_, index) => index));
  return [
    step('place', 'Cast', [indices], place, { to: typeCodes.float32 }),
    step('chosen', 'Equal', [all, place], chosen),
    step('sparse', 'Where', [chosen, added, graph.constant('float32', [], [0])], sparse),
    plainNode(node.name, 'Add', [rows, sparse], output),
  ];
}
