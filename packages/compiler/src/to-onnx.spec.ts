import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { InferenceSession } from 'onnxruntime-node';
import { toOnnx } from './to-onnx.js';

describe('toOnnx', () => {
  it('is a model whose inputs and results have readable names', async () => {
    const w = tf.variable(tf.ones([3, 2]), true, 'to-onnx-w');
    const step = ({ x }: Readonly<Record<string, tf.Tensor>>) => {
      const y = tf.matMul(x as tf.Tensor, w);
      w.assign(tf.mul(w, 2));
      return { y };
    };
    const model = toOnnx(step, { name: 'test', variables: { w } }, { x: { shape: [4, 3], dtype: 'float32' } });
    const session = await InferenceSession.create(model);
    expect(session.inputNames).toEqual(['input.x', 'state.w']);
    expect(session.outputNames).toEqual(['output.y', 'next.w']);
    await session.release();
    w.dispose();
  });
});
