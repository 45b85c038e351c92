import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { Graph } from '../recorder/graph.js';
import { embedVariables } from './embed-variables.js';

describe('embedVariables', () => {
  it('makes constants of what is read, under the same names', async () => {
    await tf.setBackend('cpu');
    const graph = new Graph();
    const type = { shape: [2], dtype: 'float32' } as const;
    for (const name of ['input.x', 'state.w']) graph.addInput(name, type);
    const [w, unread] = [tf.variable<tf.Rank>(tf.tensor1d([3, 4])), tf.variable<tf.Rank>(tf.tensor1d([5, 6]))];
    const use = (name: string, variable: tf.Variable) => ({ name, variable, input: `state.${name}`, output: undefined });
    embedVariables({ graph, variables: [use('w', w), use('unread', unread)] });
    expect(graph.inputs.map(({ name }) => name)).toEqual(['input.x']);
    expect(graph.constants).toEqual([{ name: 'state.w', ...type, data: Float32Array.of(3, 4) }]);
    tf.dispose([w, unread]);
  });
});
