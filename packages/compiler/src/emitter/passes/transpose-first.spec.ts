import { Graph } from '../../recorder/graph.js';
import { transposeFirst } from './transpose-first.js';

const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** A product of a [inner, rows], transposed or not, and b. */
function product(graph: Graph, inner: number, rows: number, columns: number, transA = 1): string {
  const names = transA === 1 ? [`a${rows}`, `b${columns}`] : [`at${rows}`, `b${columns}`];
  const shapes = [transA === 1 ? [inner, rows] : [rows, inner], [inner, columns]];
  names.forEach((name, i) => graph.inputs.some((input) => input.name === name) || graph.addInput(name, type(...(shapes[i] as number[]))));
  return graph.append('Gemm', names, [type(rows, columns)], { label: 'backward/dense', attributes: { transA, transB: 0 } })[0] as string;
}

describe('transposeFirst', () => {
  it('transposes what several wide products read once', () => {
    const graph = new Graph();
    const [first, second] = [product(graph, 1024, 32, 128), product(graph, 1024, 32, 200)];
    expect(transposeFirst(graph)).toBe(2);
    expect(graph.nodes).toEqual([
      { name: `backward/dense/${first}_transposed`, op: 'Transpose', domain: '', inputs: ['a32'], outputs: ['transposed.a32'], attributes: { perm: [1, 0] } },
      expect.objectContaining({ op: 'Gemm', inputs: ['transposed.a32', 'b128'], outputs: [first], attributes: { transA: 0, transB: 0 } }),
      expect.objectContaining({ op: 'Gemm', inputs: ['transposed.a32', 'b200'], outputs: [second], attributes: { transA: 0, transB: 0 } }),
    ]);
    expect(graph.typeOf('transposed.a32')).toEqual(type(32, 1024));
  });

  it('leaves alone products that are not wide, sum over few rows, are of vectors or transpose nothing', () => {
    const graph = new Graph();
    for (const sizes of [[1024, 32, 127], [1023, 64, 256], [1024, 31, 128], [1024, 128, 512, 0]] as [number, number, number][]) product(graph, ...sizes);
    const before = structuredClone(graph.nodes);
    expect(transposeFirst(graph)).toBe(0);
    expect(graph.nodes).toEqual(before);
  });
});
