import type { Graph, GraphNode } from '../recorder/graph.js';
import { sameShape } from '../recorder/symbolic.js';
import { Ancestry } from './ancestry.js';
import { areFound, indexedAxes } from './indexed-axes.js';

/** An input of a graph and the output that takes its place in the next run. */
export interface Succession {
  readonly input: string;
  readonly output: string;
}

/** Operations that read an element of an operand before they write the same element of their result. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Neg', 'Sqrt', 'Identity', 'Where']);

/**
 * The outputs that may be written into the buffer of the input that they succeed, which halves the memory of state and
 * touches half as much of it. That is so when everything that reads the old value, and everything that could make a run
 * fail, has been computed before the new value is written, whatever the order in which independent nodes run: when it
 * is an ancestor of the node that writes it.
 */
export function inPlaceOutputs(graph: Graph, successions: readonly Succession[]): Set<string> {
  const ancestry = new Ancestry(graph);
  const risks = graph.nodes.flatMap((node) => {
    const risk = riskOf(graph, ancestry, node);
    return risk === undefined ? [] : [{ node, risk }];
  });
  const allRisks = new Set(risks.map(({ risk }) => risk));
  const allowed = successions.filter(({ input, output }) => {
    const writer = ancestry.makerOf(output);
    if (writer === undefined || !sameShape(graph.typeOf(input).shape, graph.typeOf(output).shape)) return false;
    const readers = ancestry.readersOf(input);
    if (readers.includes(writer) && !elementwise.has(writer.op)) return false;
    if (!readers.every((reader) => reader === writer || ancestry.isBefore(reader, writer))) return false;
    // An index that an earlier node has accepted cannot fail in a later one.
    const taken = new Set(risks.filter(({ node }) => ancestry.isBefore(node, writer)).map(({ risk }) => risk));
    return taken.size === allRisks.size;
  });
  return new Set(allowed.map(({ output }) => output));
}

/** What could make an operation fail: indices, and the bounds that they have to keep. */
function riskOf(graph: Graph, ancestry: Ancestry, node: GraphNode): string | undefined {
  const axes = indexedAxes(graph, node);
  if (axes === undefined || areFound(graph, (value) => ancestry.makerOf(value), axes)) return undefined;
  return `${axes.indices} within ${axes.sizes}`;
}
