import { Graph } from '../../recorder/graph.js';
import { squeezeScalars } from './squeeze-scalars.js';

describe('squeezeScalars', () => {
  it('drops all axes of what becomes a number without any, and leaves other shapes', () => {
    const graph = new Graph();
    const type = (shape: number[]) => ({ shape, dtype: 'float32' }) as const;
    graph.addInput('x', type([1, 1]));
    for (const shape of [[], [1]]) graph.append('Reshape', ['x', graph.constant('int64', [shape.length], shape)], [type(shape)]);
    expect(squeezeScalars(graph)).toBe(1);
    expect(graph.nodes.map(({ op, inputs }) => [op, ...inputs])).toEqual([['Squeeze', 'x'], ['Reshape', 'x', 'constant_2']]);
  });
});
