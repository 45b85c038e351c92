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

  it('tells who makes a value and who reads it', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const [exp] = graph.append('Exp', ['x'], [vector]) as [string];
    graph.append('Mul', [exp, exp], [vector]);
    graph.append('Add', ['x', exp], [vector]);
    const uses = new GraphUses(graph);
    expect([uses.makerOf(exp)?.op, uses.makerOf('x')]).toEqual(['Exp', undefined]);
    expect(uses.readersOf(exp).map(({ op }) => op)).toEqual(['Mul', 'Mul', 'Add']);
    expect(uses.readersOf('x').map(({ op }) => op)).toEqual(['Exp', 'Add']);
    expect(uses.readersOf('y')).toEqual([]);
  });
});
