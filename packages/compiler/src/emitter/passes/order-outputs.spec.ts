import { Graph } from '../../recorder/graph.js';
import { orderOutputs } from './order-outputs.js';

const matrix = { shape: [3, 3], dtype: 'float32' } as const;

/** Outputs that are each so many products away from the input. */
function graphOf(outputs: Readonly<Record<string, number>>): Graph {
  const graph = new Graph();
  graph.addInput('x', matrix);
  const after = (times: number): string => (times === 0 ? 'x' : (graph.append('Gemm', [after(times - 1), 'x'], [matrix])[0] as string));
  for (const [name, count] of Object.entries(outputs)) graph.addOutput(name, after(count));
  return graph;
}

const order = ({ outputs }: Graph) => outputs.map(({ name }) => name);

describe('orderOutputs', () => {
  it('has the result first that needs least, then the others from the one that needs most, then the state', () => {
    const graph = graphOf({ late: 5, whole: 7, 'next.a': 9, early: 2, 'next.b': 1 });
    orderOutputs(graph, ['late', 'whole', 'early']);
    expect(order(graph)).toEqual(['early', 'whole', 'late', 'next.a', 'next.b']);
  });

  it('passes over results without a product, such as a rate that is handed back', () => {
    const graph = graphOf({ rate: 0, loss: 3, 'next.a': 4 });
    graph.addOutput('half', graph.append('Sqrt', ['x'], [matrix])[0] as string);
    orderOutputs(graph, ['rate', 'loss', 'half']);
    expect(order(graph)).toEqual(['loss', 'half', 'rate', 'next.a']);
    const without = graphOf({ rate: 0, 'next.a': 1 });
    orderOutputs(without, ['rate']);
    expect(order(without)).toEqual(['rate', 'next.a']);
  });

  it('leaves graphs without state, and those without results, as they are', () => {
    const [inference, silent] = [graphOf({ whole: 7, early: 2 }), graphOf({ 'next.a': 7, 'next.b': 2 })];
    orderOutputs(inference, ['whole', 'early']);
    orderOutputs(silent, []);
    expect([order(inference), order(silent)]).toEqual([['whole', 'early'], ['next.a', 'next.b']]);
  });
});
