import { Graph } from '../recorder/graph.js';
import { constantValues } from './constant-values.js';

describe('constantValues', () => {
  it('are constants and what is made of them alone', () => {
    const graph = new Graph();
    const type = { shape: [2], dtype: 'float32' } as const;
    graph.addInput('x', type);
    const constant = graph.constant('float32', [2], [1, 2]);
    const append = (op: string, ...inputs: string[]) => graph.append(op, inputs, [type])[0] as string;
    const [negative, sum] = [append('Neg', constant), append('Add', 'x', constant)];
    const both = append('Mul', negative, constant);
    append('Mul', negative, sum);
    expect([...constantValues(graph)]).toEqual([constant, negative, both]);
    expect(constantValues(graph, 'x').has(sum)).toBe(true);
  });
});
