import { Graph, type GraphNode } from '../recorder/graph.js';
import { Ancestry } from './ancestry.js';

const vector = { shape: [3], dtype: 'float32' } as const;

describe('Ancestry', () => {
  it('knows what comes before what, over any distance', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    let value = 'x';
    for (let turn = 0; turn < 100; turn++) value = graph.append('Exp', [value], [vector])[0] as string;
    graph.append('Log', ['x'], [vector]);
    const ancestry = new Ancestry(graph);
    const [first, last, apart] = [0, 99, 100].map((index) => graph.nodes[index]) as [GraphNode, GraphNode, GraphNode];
    expect(ancestry.isBefore(first, last)).toBe(true);
    expect(ancestry.isBefore(last, first)).toBe(false);
    expect(ancestry.isBefore(first, apart)).toBe(false);
    expect(ancestry.isBefore(last, last)).toBe(false);
    expect(ancestry.makerOf(value)).toBe(last);
    expect(ancestry.ancestorsOf(last)).toEqual([...Array(99).keys()]);
    expect(ancestry.ancestorsOf(apart)).toEqual([]);
    expect(ancestry.positionOf(apart)).toBe(100);
  });

  it('looks for readers behind reshapes', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const column = { shape: [3, 1], dtype: 'float32' } as const;
    const [tall] = graph.append('Reshape', ['x', graph.constant('int64', [2], [3, 1])], [column]) as [string];
    graph.append('Exp', [tall], [column]);
    expect(new Ancestry(graph).readersOf('x').map(({ op }) => op)).toEqual(['Reshape', 'Exp']);
  });
});
