import { Graph } from '../../recorder/graph.js';
import { TallSums } from './tall-sums.js';

/** What `TallSums` says of one reduction of an x of `shape`. */
function found(shape: number[], axes: number[], op = 'ReduceSum') {
  const graph = new Graph();
  graph.addInput('x', { shape, dtype: 'float32' });
  graph.append(op, ['x', graph.constant('int64', [axes.length], axes)], [{ shape: [], dtype: 'float32' }]);
  return new TallSums(graph).of(graph.nodes[0] as Graph['nodes'][number]);
}

describe('TallSums', () => {
  it('finds sums over the first axes of many rows', () => {
    expect(found([1024, 5], [0])).toEqual({ rows: 1024, width: 5 });
    expect(found([32, 64, 4, 3], [0, 1])).toEqual({ rows: 2048, width: 12 });
  });

  it('finds no sums of few rows, over other axes or of all, and nothing else', () => {
    expect([found([1023, 5], [0]), found([5, 2048], [1]), found([2048, 5], [0, 1]), found([2048, 5], [0], 'ReduceMax')]).toEqual(Array(4).fill(undefined));
  });

  it('asks no type of what other operations read', () => {
    const graph = new Graph();
    graph.append('Shape', ['unknown'], [{ shape: [1], dtype: 'int64' }]);
    expect(new TallSums(graph).of(graph.nodes[0] as Graph['nodes'][number])).toBeUndefined();
  });
});
