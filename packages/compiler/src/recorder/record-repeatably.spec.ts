import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { recordRepeatably } from './record-repeatably.js';

describe('recordRepeatably', () => {
  const feeds = { x: { shape: [2], dtype: 'float32' } } as const;
  const options = { name: 'test', variables: {} };

  it('returns the recording of a step that always computes the same', () => {
    const { graph } = recordRepeatably((inputs) => ({ y: tf.mul(inputs['x'] as tf.Tensor, [1, 2]) }), options, feeds);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Mul', 'Identity']);
  });

  it('refuses the time of day', () => {
    const step = (inputs: Readonly<Record<string, tf.Tensor>>) => ({
      y: tf.add(inputs['x'] as tf.Tensor, process.hrtime()[1]),
    });
    expect(() => recordRepeatably(step, options, feeds)).toThrow(/pass numbers that change.*as inputs/);
  });
});
