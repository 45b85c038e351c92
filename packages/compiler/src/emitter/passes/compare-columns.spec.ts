import { Graph } from '../../recorder/graph.js';
import type { GraphDType } from '../../recorder/symbolic.js';
import { compareColumns } from './compare-columns.js';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** Something added to rows that are read in another shape too, unless `elsewhere` is false. */
function graphOf({ axis = 1, reduction = 'add', indexed = [3, 1], elsewhere = true, dtype = 'float32' }: { axis?: number; reduction?: string; indexed?: number[]; elsewhere?: boolean; dtype?: GraphDType } = {}): Graph {
  const graph = new Graph();
  graph.addInput('rows', { shape: [3, 8], dtype });
  graph.addInput('places', { shape: indexed, dtype: 'int32' });
  graph.addInput('more', float(...indexed));
  if (elsewhere) graph.append('Reshape', ['rows', graph.constant('int64', [3], [3, 2, 4])], [float(3, 2, 4)]);
  graph.append('ScatterElements', ['rows', 'places', 'more'], [float(3, 8)], { label: 'backward/head', attributes: { axis, reduction } });
  return graph;
}

describe('compareColumns', () => {
  it('adds zeros to all columns but the one', () => {
    const graph = graphOf();
    expect(compareColumns(graph)).toBe(1);
    const steps = graph.nodes.slice(1);
    expect(steps.map(({ op, outputs }) => `${op} ${outputs}`)).toEqual([
      'Cast place.ScatterElements_2',
      'Equal chosen.ScatterElements_2',
      'Where sparse.ScatterElements_2',
      'Add ScatterElements_2',
    ]);
    const columns = graph.constants.find(({ shape }) => shape.length === 2);
    expect([columns?.shape, [...(columns?.data ?? [])]]).toEqual([[1, 8], [0, 1, 2, 3, 4, 5, 6, 7]]);
    const none = graph.constants.find(({ shape, dtype }) => shape.length === 0 && dtype === 'float32');
    expect([...(none?.data ?? [])]).toEqual([0]);
    expect(steps.map(({ inputs }) => inputs)).toEqual([
      ['places'],
      [columns?.name, 'place.ScatterElements_2'],
      ['chosen.ScatterElements_2', 'more', none?.name],
      ['rows', 'sparse.ScatterElements_2'],
    ]);
    expect(steps.at(-1)?.name).toBe('backward/head/ScatterElements_2');
  });

  it('leaves alone rows that nothing reads in another shape, and what adds otherwise', () => {
    for (const graph of [graphOf({ elsewhere: false }), graphOf({ axis: 0, indexed: [3, 8] }), graphOf({ reduction: 'none' }), graphOf({ indexed: [3, 2] }), graphOf({ indexed: [2, 1] }), graphOf({ dtype: 'int32' })]) {
      const before = structuredClone(graph.nodes);
      expect(compareColumns(graph)).toBe(0);
      expect(graph.nodes).toEqual(before);
    }
  });
});
