import { Graph } from '../../recorder/graph.js';
import type { GraphDType } from '../../recorder/symbolic.js';
import { sumByProducts } from './sum-by-products.js';

function addSum(graph: Graph, name: string, shape: number[], result: number[], dtype: GraphDType = 'float32'): string {
  graph.addInput(name, { shape, dtype });
  const axes = graph.constant('int64', [shape.length - 1], shape.slice(1).map((_, axis) => axis));
  const attributes = { keepdims: result.length === shape.length ? 1 : 0 };
  return graph.append('ReduceSum', [name, axes], [{ shape: result, dtype }], { label: 'backward/dense', attributes })[0] as string;
}

describe('sumByProducts', () => {
  it('multiplies tall matrices with a row of ones, one for each height', () => {
    const graph = new Graph();
    const sums = [addSum(graph, 'a', [1024, 5], [5]), addSum(graph, 'b', [1024, 7], [1, 7]), addSum(graph, 'c', [2048, 5], [5])];
    expect(sumByProducts(graph)).toBe(3);
    const ones = graph.constants.filter(({ shape }) => shape.length === 2);
    expect(ones.map(({ shape, data }) => [shape, ...new Set(Array.from<number | bigint>(data))])).toEqual([[[1, 1024], 1], [[1, 2048], 1]]);
    const shapes = graph.nodes.filter(({ op }) => op === 'Reshape').map(({ inputs: [, shape] }) => [...(graph.constants.find(({ name }) => name === shape)?.data ?? [])]);
    expect(shapes).toEqual([[5n], [1n, 7n], [5n]]);
    const [product, reshape] = graph.nodes as [Graph['nodes'][number], Graph['nodes'][number]];
    expect(product).toEqual({ name: `backward/dense/${sums[0]}_row`, op: 'MatMul', domain: '', inputs: [ones[0]?.name, 'a'], outputs: [`row.${sums[0]}`], attributes: {} });
    expect(reshape).toMatchObject({ name: `backward/dense/${sums[0]}`, inputs: [`row.${sums[0]}`, expect.any(String)], outputs: [sums[0]] });
    // What casts operands of products asks for the shapes of their results.
    expect(graph.typeOf(`row.${sums[0]}`)).toEqual({ shape: [1, 5], dtype: 'float32' });
    expect(graph.nodes.map(({ inputs }) => inputs[0])).toEqual([ones[0]?.name, `row.${sums[0]}`, ones[0]?.name, `row.${sums[1]}`, ones[1]?.name, `row.${sums[2]}`]);
  });

  it('leaves alone few rows, more axes and whole numbers', () => {
    const graph = new Graph();
    addSum(graph, 'few', [1023, 5], [5]);
    addSum(graph, 'deep', [32, 64, 5], [5]);
    addSum(graph, 'counts', [1024, 5], [5], 'int32');
    const before = structuredClone(graph.nodes);
    expect(sumByProducts(graph)).toBe(0);
    expect(graph.nodes).toEqual(before);
  });
});
