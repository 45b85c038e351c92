import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { VariableKeys, checkValue, initialValue } from './variable-keys.js';

describe('variables of a runtime', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('are known by identity, not by name', () => {
    const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
    const keys = new VariableKeys();
    expect(keys.find(a)).toBeUndefined();
    const key = keys.add(a);
    expect(keys.find(a)).toBe(key);
    expect(keys.add(b)).not.toBe(key);
    tf.dispose([a, b]);
  });

  it('start with a copy of their value in tfjs', () => {
    const w = tf.variable(tf.tensor1d([1, 2], 'int32'));
    const value = initialValue('w', w);
    expect(value).toEqual({ shape: [2], dtype: 'int32', data: Int32Array.of(1, 2) });
    value.data[0] = 9;
    expect([...w.dataSync()]).toEqual([1, 2]);
    w.dispose();
  });

  it('have their value in an array of their type, where tfjs keeps that of a cast in another', () => {
    const cast = tf.variable(tf.cast(tf.tensor1d([1, 0], 'int32'), 'float32'));
    expect(initialValue('cast', cast).data).toEqual(Float32Array.of(1, 0));
    expect(initialValue('cast', cast, { moveVariables: true }).data).toEqual(Float32Array.of(1, 0));
    cast.dispose();
  });

  it('take only values of their own shape and dtype', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    expect(() => checkValue('w', w, { shape: [3], dtype: 'float32', data: new Float32Array(3) })).toThrow(
      "write 'w': expected float32 of shape [2], received float32 of shape [3].",
    );
    expect(() => checkValue('w', w, { shape: [2], dtype: 'int32', data: new Int32Array(2) })).toThrow('received int32');
    w.dispose();
  });
});
