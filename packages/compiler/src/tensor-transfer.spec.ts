import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { fromTensor, fromTensors, toTensor, toTensors } from './tensor-transfer.js';

describe('tensor transfer', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it.each(['float32', 'int32', 'bool'] as const)('copies %s there and back', async (dtype) => {
    const original = tf.tensor2d([[0, 1], [1, 1]], undefined, dtype);
    const host = await fromTensor(original);
    expect([host.shape, host.dtype, [...host.data]]).toEqual([[2, 2], dtype, [0, 1, 1, 1]]);
    const copy = toTensor(host);
    host.data[0] = 1;
    expect([...copy.dataSync()]).toEqual([0, 1, 1, 1]);
    tf.dispose([original, copy]);
  });

  it('has booleans of a computation as bytes', async () => {
    const computed = tf.tidy(() => tf.greater(tf.tensor1d([1, 2]), 1));
    expect(await fromTensors({ computed })).toEqual(
      { computed: { shape: [2], dtype: 'bool', data: Uint8Array.of(0, 1) } },
    );
    computed.dispose();
  });

  it('moves records, and refuses strings', async () => {
    const tensors = toTensors({ a: { shape: [], dtype: 'int32', data: Int32Array.of(4) } });
    expect(tensors['a']?.dataSync()[0]).toBe(4);
    tf.dispose(tensors);
    await expect(fromTensor(tf.tensor(['a']))).rejects.toThrow('dtype string cannot cross into a step');
  });
});
