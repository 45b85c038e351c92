import { Graph } from '../../recorder/graph.js';
import { sumInStrips } from './sum-in-strips.js';

const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** A graph of one sum of an x of `shape` over `axes`. */
function sumOf(shape: number[], axes: number[], result: number[]): Graph {
  const graph = new Graph();
  graph.addInput('x', type(...shape));
  const keepdims = result.length === shape.length ? 1 : 0;
  graph.append('ReduceSum', ['x', graph.constant('int64', [axes.length], axes)], [type(...result)], { label: 'backward/dense', attributes: { keepdims } });
  return graph;
}

/** Operations with the shapes that they read and make. */
const steps = (graph: Graph) => graph.nodes.map(({ op, inputs: [x], outputs: [y] }) => `${op} [${graph.typeOf(x as string).shape}] [${graph.typeOf(y as string).shape}]`);

describe('sumInStrips', () => {
  it('sums many rows in two steps, over several axes too', () => {
    const graph = sumOf([2048, 5], [0], [5]);
    expect(sumInStrips(graph)).toBe(1);
    expect(steps(graph)).toEqual(['Reshape [2048,5] [64,32,5]', 'ReduceSum [64,32,5] [32,5]', 'ReduceSum [32,5] [5]']);
    const result = graph.nodes.at(-1)?.outputs[0] as string;
    expect(graph.nodes.map(({ name }) => name)).toEqual([`backward/dense/${result}_strips`, `backward/dense/${result}_sums`, `backward/dense/${result}`]);
    const batch = sumOf([32, 128, 4, 3], [0, 1], [1, 1, 4, 3]);
    sumInStrips(batch);
    expect(steps(batch)).toEqual(['Reshape [32,128,4,3] [64,64,12]', 'ReduceSum [64,64,12] [64,12]', 'ReduceSum [64,12] [12]', 'Reshape [12] [1,1,4,3]']);
  });

  it('leaves alone few rows, rows that make no strips, other axes and whole sums', () => {
    for (const [shape, axes, result] of [[[960, 5], [0], [5]], [[1030, 5], [0], [5]], [[5, 2048], [1], [5]], [[2048, 5], [0, 1], []]]) {
      const graph = sumOf(shape as number[], axes as number[], result as number[]);
      const before = structuredClone(graph.nodes);
      expect(sumInStrips(graph)).toBe(0);
      expect(graph.nodes).toEqual(before);
    }
  });
});
