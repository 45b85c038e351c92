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

  it('has casts in arrays of their own type, which tfjs leaves in those of another', async () => {
    const [ones, bits, counts] = tf.tidy(() => [tf.cast(tf.tensor1d([0, 1], 'int32'), 'float32'), tf.cast(tf.tensor1d([true, false], 'bool'), 'int32'), tf.cast(tf.oneHot([1], 2), 'float32')]) as [tf.Tensor, tf.Tensor, tf.Tensor];
    expect((await fromTensor(ones)).data).toEqual(Float32Array.of(0, 1));
    expect((await fromTensor(bits)).data).toEqual(Int32Array.of(1, 0));
    expect((await fromTensor(counts)).data).toEqual(Float32Array.of(0, 1));
    tf.dispose([ones, bits, counts]);
  });

  it('moves records, and refuses strings', async () => {
    const tensors = toTensors({ a: { shape: [], dtype: 'int32', data: Int32Array.of(4) } });
    expect(tensors['a']?.dataSync()[0]).toBe(4);
    tf.dispose(tensors);
    await expect(fromTensor(tf.tensor(['a']))).rejects.toThrow('dtype string cannot cross into a step');
  });
});
