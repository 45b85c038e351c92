import { Graph } from '../../recorder/graph.js';
import { GraphUses } from './graph-uses.js';

const vector = { shape: [2], dtype: 'float32' } as const;

describe('GraphUses', () => {
  it('gives the maker of a value with one use only', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const [once] = graph.append('Exp', ['x'], [vector]) as [string];
    const [twice] = graph.append('Log', [once], [vector]) as [string];
    graph.append('Mul', [twice, twice], [vector]);
    const uses = new GraphUses(graph);
    expect(uses.soleUseMaker(once)?.op).toBe('Exp');
    expect(uses.soleUseMaker(twice)).toBeUndefined();
    expect(uses.soleUseMaker('x')).toBeUndefined();
    expect(uses.soleUseMaker(undefined)).toBeUndefined();
  });
});
