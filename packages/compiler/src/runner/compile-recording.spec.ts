import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { recordStep } from '../recorder/record-step.js';
import { compileRecording } from './compile-recording.js';

describe('compileRecording', () => {
  it('binds only what the graph needs', () => {
    const [read, unused, assigned] = [1, 2, 3].map(
      (value) => tf.variable(tf.scalar(value)),
    ) as [tf.Variable, tf.Variable, tf.Variable];
    const recording = recordStep(
      ({ x }, random) => {
        random.keepMask([2], 0.5);
        const kept = random.keepMask([2], 0.25);
        assigned.assign(tf.sum(tf.mul(x as tf.Tensor, kept)));
        return { y: tf.mul(read, 2) };
      },
      { name: 'test', variables: { read, unused, assigned } },
      { x: { shape: [2], dtype: 'float32' }, ignored: { shape: [9], dtype: 'float32' } },
    );
    const { description, variables } = compileRecording(recording, ({ name }) => `key of ${name}`);
    expect(description.feeds.map(({ name }) => name)).toEqual(['x']);
    expect(description.random.map(({ site }) => site)).toEqual([1]);
    expect(description.state).toEqual([
      { key: 'key of read', name: 'read', input: 'state.read', output: undefined, inPlace: false },
      { key: 'key of assigned', name: 'assigned', input: undefined, output: 'next.assigned', inPlace: false },
    ]);
    expect(variables.map(({ variable }) => variable)).toEqual([read, assigned]);
    tf.dispose([read, unused, assigned]);
  });
});
