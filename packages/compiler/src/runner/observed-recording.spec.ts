import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { observedRecording } from './observed-recording.js';

describe('observedRecording', () => {
  it('has every operand and result, and assigns nothing', () => {
    const w = tf.variable(tf.scalar(2));
    const { recording, calls, names } = observedRecording(
      ({ x }) => {
        const y = tf.exp(tf.mul(x as tf.Tensor, w));
        w.assign(tf.sum(y));
        return { y };
      },
      { name: 'test', variables: { w } },
      { x: { shape: [3], dtype: 'float32' } },
    );
    expect(calls.map(({ kernel }) => kernel)).toEqual(['Multiply', 'Exp', 'Sum']);
    expect([...names.keys()]).toEqual(['input.x', 'state.w', 'Mul_0', 'Exp_1', 'ReduceSum_3']);
    expect(recording.graph.outputs.map(({ name }) => name)).toEqual(recording.results.map(({ name }) => name));
    expect(recording.variables.map(({ output }) => output)).toEqual([undefined]);
    w.dispose();
  });
});
