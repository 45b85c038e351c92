import { Graph } from '../../recorder/graph.js';
import { expandAbs } from './expand-abs.js';

const vector = { shape: [3], dtype: 'int32' } as const;

describe('expandAbs', () => {
  it('writes the larger of a number and its negative', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const [y] = graph.append('Abs', ['x'], [vector], { label: 'loss' }) as [string];
    graph.append('Neg', [y], [vector]);
    expect(expandAbs(graph)).toBe(1);
    expect(graph.nodes.map(({ name, op, inputs, outputs }) => [name, op, inputs, outputs])).toEqual([
      ['loss/Abs_0_negative', 'Neg', ['x'], [`negative.${y}`]],
      ['loss/Abs_0', 'Max', ['x', `negative.${y}`], [y]],
      ['Neg_1', 'Neg', [y], ['Neg_1']],
    ]);
    expect(graph.typeOf(`negative.${y}`)).toEqual(vector);
  });
});
