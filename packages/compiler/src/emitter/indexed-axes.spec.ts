import { Graph } from '../recorder/graph.js';
import { indexedAxes } from './indexed-axes.js';

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
