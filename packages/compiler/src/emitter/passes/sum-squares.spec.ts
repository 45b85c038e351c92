import { Graph } from '../../recorder/graph.js';
import { sumSquares } from './sum-squares.js';

const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

const sum = (left: string, right: string): Graph => {
  const graph = new Graph();
  for (const name of ['x', 'z']) graph.addInput(name, type(2, 3));
  const [product] = graph.append('Mul', [left, right], [type(2, 3)]) as [string];
  const axes = graph.constant('int64', [1], [1]);
  graph.append('ReduceSum', [product, axes], [type(2)], { attributes: { keepdims: 0 } });
  return graph;
};

describe('sumSquares', () => {
  it('sums squares, and no other products, in one pass', () => {
    const graph = sum('x', 'x');
    expect(sumSquares(graph)).toBe(1);
    expect(graph.nodes[1]).toMatchObject(
      { op: 'ReduceSumSquare', inputs: ['x', expect.any(String)], attributes: { keepdims: 0 } },
    );
    expect(sumSquares(sum('x', 'z'))).toBe(0);
  });
});
