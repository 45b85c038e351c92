import { Graph } from '../../recorder/graph.js';
import { ownConstants } from './own-constants.js';

describe('ownConstants', () => {
  it('gives each result that is a constant one of its own, with the same numbers', () => {
    const graph = new Graph();
    const shared = graph.constant('float32', [2], [1, 2]);
    for (const name of ['a', 'b']) graph.addOutput(name, shared);
    graph.append('Neg', [shared], [graph.typeOf(shared)]);
    ownConstants(graph);
    expect(graph.nodes.map(({ inputs }) => inputs[0])).toEqual([shared, 'own.b', shared]);
    expect(graph.constants.map(({ name, data }) => [name, ...data])).toEqual([[shared, 1, 2], ['own.b', 1, 2]]);
    expect(graph.typeOf('own.b')).toEqual({ shape: [2], dtype: 'float32' });
  });
});
