import { Graph, byteLength, plainNode } from './graph.js';

const vector = { shape: [3], dtype: 'float32' } as const;

describe('Graph', () => {
  it('records an identical node once and a different one again', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const first = graph.append('Exp', ['x'], [vector]);
    expect(graph.append('Exp', ['x'], [vector])).toEqual(first);
    expect(graph.append('Softmax', ['x'], [vector], { attributes: { axis: 0 } })).not.toEqual(
      graph.append('Softmax', ['x'], [vector], { attributes: { axis: 1 } }),
    );
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Exp', 'Softmax', 'Softmax']);
  });

  it('shares equal small constants, and tells -0 from 0 and types apart', () => {
    const graph = new Graph();
    const zero = graph.constant('float32', [1], [0]);
    expect(graph.constant('float32', [1], [0])).toBe(zero);
    expect(graph.constant('float32', [1], [-0])).not.toBe(zero);
    expect(graph.constant('int32', [1], [0])).not.toBe(zero);
    expect(graph.constant('int64', [1], [7])).toBe('constant_3');
    expect(graph.constants.at(-1)?.data).toEqual(BigInt64Array.of(7n));
  });

  it('names nodes after their label and knows makers and types', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const [y] = graph.append('Exp', ['x'], [vector], { label: 'forward/layer.0' }) as [string];
    expect(graph.makerOf(y)?.name).toBe('forward/layer.0/Exp_0');
    expect(graph.makerOf('x')).toBeUndefined();
    expect(graph.typeOf(y)).toEqual(vector);
    expect(() => graph.typeOf('z')).toThrow("there is no value called 'z'");
  });

  it('declares outputs as copies of values', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    graph.addOutput('y', 'x');
    expect(graph.outputs).toEqual([{ name: 'y', ...vector }]);
    expect(graph.nodes[0]).toMatchObject({ op: 'Identity', inputs: ['x'], outputs: ['y'] });
  });

  it('writes plain nodes', () => {
    expect(plainNode('backward/Shape_1', 'Shape', ['x'], 'y')).toEqual({ name: 'backward/Shape_1', op: 'Shape', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} });
    expect(plainNode('t', 'Transpose', ['x'], 'y', { perm: [1, 0] }).attributes).toEqual({ perm: [1, 0] });
  });

  it('measures values', () => {
    expect(byteLength({ shape: [2, 3], dtype: 'int64' })).toBe(48);
  });
});
