import { Graph } from '../../recorder/graph.js';
import { removeDeadCode } from './remove-dead-code.js';

const vector = { shape: [2], dtype: 'float32' } as const;

describe('removeDeadCode', () => {
  it('keeps exactly what an output needs', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    graph.addInput('other', vector);
    const [used] = graph.append('Add', ['x', graph.constant('float32', [], [1])], [vector]) as [string];
    graph.append('Add', ['other', graph.constant('float32', [], [2])], [vector]);
    graph.addOutput('y', used);
    expect(removeDeadCode(graph)).toBe(1);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Add', 'Identity']);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(graph.constants.map(({ data }) => data[0])).toEqual([1]);
    // A later pass that wants the other one gets it anew.
    const names = [1, 2].map((value) => graph.constant('float32', [], [value]));
    expect(graph.constants.map(({ name }) => name)).toEqual(names);
  });

  it('keeps a node of which one output is needed', () => {
    const graph = new Graph();
    graph.addInput('x', vector);
    const [, second] = graph.append('Split', ['x'], [vector, vector]) as [string, string];
    graph.addOutput('y', second);
    expect(removeDeadCode(graph)).toBe(0);
  });
});
