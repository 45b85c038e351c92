import { Graph } from '../recorder/graph.js';
import { optimize } from './optimize.js';

const matrix = { shape: [2, 2], dtype: 'float32' } as const;
const vector = { shape: [2], dtype: 'float32' } as const;

describe('optimize', () => {
  it('drops what is not needed and names the result', () => {
    const graph = new Graph();
    for (const name of ['a', 'b', 'unused']) graph.addInput(name, matrix);
    graph.addInput('bias', vector);
    const [product] = graph.append('Gemm', ['a', 'b'], [matrix]) as [string];
    graph.append('Exp', [product], [matrix]);
    const [sum] = graph.append('Add', [product, 'bias'], [matrix]) as [string];
    graph.addOutput('y', sum);
    optimize(graph);
    expect(graph.nodes).toMatchObject([{ op: 'Gemm', inputs: ['a', 'b'] }, { op: 'Add', inputs: [product, 'bias'], outputs: ['y'] }]);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['a', 'b', 'bias']);
  });
});
