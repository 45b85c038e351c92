import { Graph } from '../../recorder/graph.js';
import { checkIndices } from './check-indices.js';

const ids = { shape: [3], dtype: 'int32' } as const;
const rows = { shape: [3, 2], dtype: 'float32' } as const;

describe('checkIndices', () => {
  let graph: Graph;
  const ops = () => graph.nodes.map(({ op, inputs, outputs }) => `${outputs} = ${op}(${inputs})`);
  const gather = (indices: string, table = 'table') => graph.append('Gather', [table, indices], [rows])[0] as string;
  const numbers = (name: string) => Array.from(graph.constants.find((constant) => constant.name === name)?.data ?? [], Number);
  beforeEach(() => {
    graph = new Graph();
    graph.addInput('table', { shape: [9, 2], dtype: 'float32' });
    graph.addInput('short', { shape: [5, 2], dtype: 'float32' });
    for (const name of ['ids', 'state']) graph.addInput(name, ids);
  });
  const check = () => checkIndices(graph, new Set(['ids']));

  it('has inputs looked at, also those that were moved and repeated, and leaves the graph as it is', () => {
    const first = gather('ids');
    const shape = graph.constant('int64', [2], [3, 2]);
    const [wide] = graph.append('Expand', [graph.append('Reshape', ['ids', shape], [{ ...ids, shape: [3, 1] }])[0] as string, shape], [{ ...ids, shape: [3, 2] }]) as [string];
    graph.append('ScatterElements', ['short', wide, first], [rows], { attributes: { axis: 0 } });
    const before = ops();
    expect(check()).toEqual([{ value: 'ids', when: 'before', sizes: [5], node: first }]);
    expect(ops()).toEqual(before);
    expect(graph.outputs).toEqual([]);
  });

  it('keeps computed indices within their axis, and lets the graph tell how far they reached', () => {
    const [sum] = graph.append('Add', ['ids', 'ids'], [ids]) as [string];
    const y = gather(sum);
    gather(sum, 'short');
    expect(check()).toEqual(['lowest', 'highest'].map((end) => ({ value: `${end}.${sum}`, when: 'after', sizes: [5], node: y })));
    const written = ops();
    expect(written.map((text) => text.replace(/constant_\d+/g, 'c'))).toEqual([
      `${sum} = Add(ids,ids)`,
      `raised.${sum} = Max(${sum},c)`,
      `within.${sum} = Min(raised.${sum},c)`,
      `columns.${sum} = Reshape(${sum},c)`,
      `lowest.${sum} = ReduceMin(columns.${sum},c)`,
      `highest.${sum} = ReduceMax(columns.${sum},c)`,
      `${y} = Gather(table,within.${sum})`,
      expect.stringContaining(`Gather(short,within.${sum})`),
    ]);
    expect(graph.nodes.slice(1, 3).map(({ inputs }) => numbers(inputs[1]))).toEqual([[0], [4]]);
    expect(graph.outputs.map(({ name, shape }) => [name, shape])).toEqual([[`lowest.${sum}`, [1]], [`highest.${sum}`, [1]]]);
  });

  it('guards a variable that is an index, in front of everything', () => {
    const y = gather('state');
    check();
    expect(ops()[0]).toMatch(/^raised\.state = Max\(state,/);
    expect(ops().at(-1)).toBe(`${y} = Gather(table,within.state)`);
  });

  it('leaves computed ones to an engine that refuses them itself', () => {
    const [sum] = graph.append('Add', ['ids', 'ids'], [ids]) as [string];
    const [y] = [gather('ids'), gather(sum)];
    const before = ops();
    expect(checkIndices(graph, new Set(['ids']), { guards: false })).toEqual([{ value: 'ids', when: 'before', sizes: [9], node: y }]);
    expect(ops()).toEqual(before);
  });

  it('has a bound for each of several axes', () => {
    graph.addInput('pairs', { shape: [3, 2], dtype: 'int32' });
    const [wide] = graph.append('Cast', ['pairs'], [{ shape: [3, 2], dtype: 'int64' }], { attributes: { to: 7 } }) as [string];
    const [y] = graph.append('GatherND', ['table', wide], [{ shape: [3], dtype: 'float32' }]) as [string];
    expect(checkIndices(graph, new Set(['pairs']))).toEqual([{ value: 'pairs', when: 'before', sizes: [9, 2], node: y }]);
    checkIndices(graph, new Set());
    expect(graph.nodes.slice(0, 2).map(({ inputs }) => numbers(inputs[1]))).toEqual([[0, 0], [8, 1]]);
    expect(graph.outputs.map(({ shape }) => shape)).toEqual([[2], [2]]);
  });

  it('trusts places that were found on an axis that is no longer', () => {
    graph.addInput('scores', { shape: [3, 9], dtype: 'float32' });
    const [places] = graph.append('ArgMax', ['scores'], [{ shape: [3], dtype: 'int64' }], { attributes: { axis: 1, keepdims: 0 } }) as [string];
    gather(places);
    expect(check()).toEqual([]);
    gather(places, 'short');
    expect(check()).toMatchObject([{ when: 'after', sizes: [5] }, { when: 'after', sizes: [5] }]);
  });

  it('says nothing about known numbers within their axis', () => {
    gather(graph.constant('int64', [3], [5, 0, 8]));
    expect(check()).toEqual([]);
    expect(graph.nodes).toHaveLength(1);
    const [lowest] = (gather(graph.constant('int32', [3], [-1, 0, 8])), check());
    expect(lowest).toMatchObject({ when: 'after', sizes: [9] });
  });
});
