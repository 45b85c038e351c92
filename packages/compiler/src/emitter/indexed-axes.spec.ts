import { Graph } from '../recorder/graph.js';
import { areFound, indexedAxes } from './indexed-axes.js';

describe('indexedAxes', () => {
  it('tells how many places there are on each axis that indices choose from', () => {
    const graph = new Graph();
    graph.addInput('data', { shape: [5, 7, 9], dtype: 'float32' });
    graph.addInput('places', { shape: [5, 2], dtype: 'int64' });
    const axes = (op: string, attributes = {}) => indexedAxes(graph, { name: op, op, domain: '', inputs: ['data', 'places'], outputs: ['y'], attributes });
    expect(axes('Gather')).toEqual({ indices: 'places', sizes: [5] });
    expect(axes('Gather', { axis: 1 })?.sizes).toEqual([7]);
    expect(axes('GatherElements', { axis: -1 })?.sizes).toEqual([9]);
    expect(axes('ScatterElements', { axis: 2 })?.sizes).toEqual([9]);
    expect(axes('GatherND')?.sizes).toEqual([5, 7]);
    expect(axes('GatherND', { batch_dims: 1 })?.sizes).toEqual([7, 9]);
    expect(axes('ScatterND')?.sizes).toEqual([5, 7]);
    expect(axes('Add')).toBeUndefined();
  });
});

describe('areFound', () => {
  const vector = { shape: [3], dtype: 'int64' } as const;

  function found(op: string, length: number, size: number, moves: (graph: Graph, places: string) => string = (_, places) => places): boolean {
    const graph = new Graph();
    graph.addInput('scores', { shape: [3, length], dtype: 'float32' });
    const [places] = graph.append(op, ['scores'], [vector], { attributes: { axis: 1, keepdims: 0 } }) as [string];
    return areFound(graph, (value) => graph.makerOf(value), { indices: moves(graph, places), sizes: [size] });
  }

  it('trusts places on an axis that is no longer, also under another shape or integer type', () => {
    expect(found('ArgMax', 5, 5)).toBe(true);
    expect(found('ArgMin', 5, 9)).toBe(true);
    expect(found('ArgMax', 6, 5)).toBe(false);
    const narrow = (graph: Graph, places: string) => graph.append('Cast', [places], [{ shape: [3], dtype: 'int32' }], { attributes: { to: 6 } })[0] as string;
    const column = (graph: Graph, places: string) => graph.append('Reshape', [narrow(graph, places), graph.constant('int64', [2], [3, 1])], [{ shape: [3, 1], dtype: 'int32' }])[0] as string;
    expect(found('ArgMax', 5, 5, column)).toBe(true);
  });

  it('trusts numbers that were clipped to places', () => {
    const clipped = (low: number, high: number) => (graph: Graph, places: string) =>
      graph.append('Clip', [places, graph.constant('int64', [], [low]), graph.constant('int64', [], [high])], [vector])[0] as string;
    expect(found('TopK', 9, 5, clipped(0, 4))).toBe(true);
    expect(found('TopK', 9, 5, clipped(-1, 4))).toBe(false);
    expect(found('TopK', 9, 5, clipped(0, 5))).toBe(false);
  });

  it('trusts nothing that is computed otherwise', () => {
    const twice = (graph: Graph, places: string) => graph.append('Add', [places, places], [vector])[0] as string;
    expect(found('ArgMax', 5, 50, twice)).toBe(false);
    expect(found('TopK', 5, 5)).toBe(false);
    const rounded = (graph: Graph, places: string) => {
      const [float] = graph.append('Cast', [places], [{ shape: [3], dtype: 'float32' }], { attributes: { to: 1 } }) as [string];
      return graph.append('Cast', [float], [vector], { attributes: { to: 7 } })[0] as string;
    };
    expect(found('ArgMax', 5, 5, rounded)).toBe(false);
    const graph = new Graph();
    graph.addInput('places', vector);
    expect(areFound(graph, () => undefined, { indices: 'places', sizes: [5] })).toBe(false);
  });
});
