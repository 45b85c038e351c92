import { Graph } from '../recorder/graph.js';
import { inPlaceOutputs } from './in-place-outputs.js';

const vector = { shape: [3], dtype: 'float32' } as const;
const matrix = { shape: [3, 3], dtype: 'float32' } as const;

describe('inPlaceOutputs', () => {
  let graph: Graph;
  const node = (op: string, ...inputs: string[]) => graph.append(op, inputs, [vector])[0] as string;
  const inPlace = () => [...inPlaceOutputs(graph, [{ input: 'w', output: 'next' }])];
  beforeEach(() => {
    graph = new Graph();
    graph.addInput('w', vector);
    graph.addInput('x', vector);
    graph.addInput('ids', { shape: [3], dtype: 'int32' });
  });

  /** Declares the result as the value itself, as the emitter does. */
  const succeed = (value: string) => {
    graph.addOutput('next', value);
    graph.nodes.pop();
    for (const { outputs } of graph.nodes) outputs.forEach(
      (name, index) => name === value && (outputs[index] = 'next'),
    );
  };

  it('allows what reads the old value only on the way to the new one', () => {
    const gradient = node('Exp', node('Mul', 'w', 'x'));
    succeed(node('Sub', 'w', gradient));
    expect(inPlace()).toEqual(['next']);
  });

  it('refuses where something else may still read the old value', () => {
    succeed(node('Sub', 'w', 'x'));
    node('Exp', 'w');
    expect(inPlace()).toEqual([]);
  });

  it('refuses where something else may still read it under another shape', () => {
    const [flat] = graph.append('Reshape', ['w', graph.constant('int64', [1], [3])], [vector]) as [string];
    node('Exp', flat);
    succeed(node('Sub', 'w', 'x'));
    expect(inPlace()).toEqual([]);
  });

  it('refuses operations that read elements after they have written others', () => {
    succeed(node('Softmax', 'w'));
    expect(inPlace()).toEqual([]);
  });

  it('refuses while something that may fail is still to come', () => {
    succeed(node('Sub', 'w', 'x'));
    node('Gather', 'x', 'ids');
    expect(inPlace()).toEqual([]);
  });

  it('allows it once everything that may fail has been done', () => {
    succeed(node('Sub', 'w', node('Gather', 'x', 'ids')));
    expect(inPlace()).toEqual(['next']);
  });

  it('lets an index be used again that has been accepted before', () => {
    const update = node('Sub', 'w', node('Gather', 'x', 'ids'));
    succeed(update);
    const [other] = graph.append('Gather', ['w', 'ids'], [vector], { attributes: { axis: 0 } }) as [string];
    graph.addOutput('report', other);
    // It still reads the old value.
    expect(inPlace()).toEqual([]);
    graph.nodes = graph.nodes.map((each) => (each.outputs[0] === other ? { ...each, inputs: ['x', 'ids'] } : each));
    expect(inPlace()).toEqual(['next']);
  });

  it('refuses two variables that change places', () => {
    graph.addOutput('next', 'x');
    graph.addOutput('other', 'w');
    expect(inPlaceOutputs(graph, [{ input: 'w', output: 'next' }, { input: 'x', output: 'other' }]).size).toBe(0);
  });

  it('refuses another shape', () => {
    graph.addInput('m', matrix);
    succeed(node('Sub', 'w', 'x'));
    expect(inPlaceOutputs(graph, [{ input: 'm', output: 'next' }]).size).toBe(0);
  });
});
