import { Graph } from '../../recorder/graph.js';
import { nameOutputs } from './name-outputs.js';

const vector = { shape: [2], dtype: 'float32' } as const;

describe('nameOutputs', () => {
  it('renames a result, and copies what has another name already', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const [exp] = graph.append('Exp', ['x'], [vector]) as [string];
    graph.append('Log', [exp], [vector]);
    graph.addOutput('first', exp);
    graph.addOutput('second', exp);
    graph.addOutput('same', 'x');
    expect(nameOutputs(graph)).toBe(1);
    expect(graph.nodes.map(({ op, inputs, outputs }) => `${outputs} = ${op}(${inputs})`)).toEqual([
      'first = Exp(x)',
      'Log_1 = Log(first)',
      'second = Identity(first)',
      'same = Identity(x)',
    ]);
  });
});
