import { Graph } from '../../recorder/graph.js';
import { joinBias } from './join-bias.js';

const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

const product = (columns: number, bias: readonly number[], uses = 1): Graph => {
  const graph = new Graph();
  graph.addInput('a', type(2, 3));
  graph.addInput('b', type(3, columns));
  graph.addInput('bias', type(...bias));
  const [gemm] = graph.append('Gemm', ['a', 'b'], [type(2, columns)], { attributes: { transA: 0 } }) as [string];
  const width = Math.max(columns, bias.at(-1) ?? 1);
  graph.addOutput('y', graph.append('Add', [gemm, 'bias'], [type(2, width)])[0] as string);
  if (uses > 1) graph.addOutput('product', gemm);
  return graph;
};

describe('joinBias', () => {
  it('makes a bias the third operand of the product and keeps its attributes', () => {
    const graph = product(4, [4]);
    expect(joinBias(graph)).toBe(1);
    expect(graph.nodes[1]).toMatchObject({ op: 'Gemm', inputs: ['a', 'b', 'bias'], attributes: { transA: 0 } });
  });

  it.each([
    ['a matrix is added', product(4, [2, 4])],
    ['the sum is wider than the product', product(1, [4])],
    ['the product is used elsewhere', product(4, [4], 2)],
  ])('leaves the sum alone where %s', (_, graph) => {
    expect(joinBias(graph)).toBe(0);
  });
});
