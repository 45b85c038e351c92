import { Graph } from '../../recorder/graph.js';
import { accumulateScatter } from './accumulate-scatter.js';

const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

const gradient = (table: number, order: 'first' | 'last' = 'last'): Graph => {
  const graph = new Graph();
  graph.addInput('x', type(3, 2));
  graph.addInput('places', { shape: [4, 2], dtype: 'int32' });
  graph.addInput('updates', type(4, 2));
  const start = graph.constant('float32', [3, 2], new Array<number>(6).fill(table));
  const [scatter] = graph.append('ScatterElements', [start, 'places', 'updates'], [type(3, 2)], {
    attributes: { axis: 0, reduction: 'add' },
  }) as [string];
  const operands = order === 'last' ? ['x', scatter] : [scatter, 'x'];
  graph.addOutput('y', graph.append('Add', operands, [type(3, 2)])[0] as string);
  return graph;
};

describe('accumulateScatter', () => {
  it.each(['first', 'last'] as const)('scatters onto the other operand, with the scatter %s', (order) => {
    const graph = gradient(0, order);
    expect(accumulateScatter(graph)).toBe(1);
    expect(graph.nodes[1]).toMatchObject({ op: 'ScatterElements', inputs: ['x', 'places', 'updates'] });
  });

  it('leaves a scatter onto other numbers alone', () => {
    expect(accumulateScatter(gradient(1))).toBe(0);
  });

  it('knows a large table of zeros that is expanded', () => {
    const graph = gradient(0);
    const zero = graph.constant('float32', [], [0]);
    const [zeros] = graph.append('Expand', [zero, graph.constant('int64', [2], [3, 2])], [type(3, 2)]) as [string];
    graph.nodes.unshift(...graph.nodes.splice(-1));
    (graph.nodes[1] as { inputs: string[] }).inputs[0] = zeros;
    expect(accumulateScatter(graph)).toBe(1);
  });
});
