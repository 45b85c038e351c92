import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { OnnxRuntime } from './onnx-runtime.js';
import { takeValue } from './moved-values.js';

describe('takeValue', () => {
  beforeAll(() => tf.setBackend('cpu'));

  /** A variable that is alone with its values, as those of a new model are. */
  const alone = (values: Float32Array) => tf.tidy(() => tf.variable(tf.tensor1d(values)));

  it('gives the memory of a value once, and tfjs has none afterwards', async () => {
    const values = Float32Array.of(1, 2);
    const before = tf.memory();
    const w = alone(values);
    expect(takeValue(w)).toBe(values);
    expect(takeValue(w)).toBeUndefined();
    expect(() => w.dataSync()).toThrow('has moved to the runtime');
    await expect(w.data()).rejects.toThrow('has moved to the runtime');
    expect(() => tf.add(w, 1)).toThrow('has moved to the runtime');
    // It is a variable as before otherwise.
    tf.tidy(() => w.assign(tf.tensor1d([3, 4])));
    expect([...w.dataSync()]).toEqual([3, 4]);
    expect([...(takeValue(w) as Float32Array)]).toEqual([3, 4]);
    w.dispose();
    expect(w.isDisposed).toBe(true);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers, numBytes: before.numBytes });
  });

  it('copies where another tensor, or other numbers in the same memory, would lose theirs', () => {
    const shared = tf.tensor1d([1, 2]);
    const w = tf.variable(shared);
    const part = alone(Float32Array.of(5, 6, 7).subarray(1));
    expect([...(takeValue(w) as Float32Array)]).toEqual([1, 2]);
    expect([...shared.dataSync()]).toEqual([1, 2]);
    const taken = takeValue(part) as Float32Array;
    expect([[...taken], taken.buffer.byteLength]).toEqual([[6, 7], 8]);
    tf.dispose([shared, w, part]);
  });

  it('leaves a step that moves its variables computing as one that does not', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const made = Float32Array.of(1, 2);
    // The second is of the same array as the first.
    const [a, b, kept] = [alone(made), alone(made), alone(Float32Array.of(1, 2))];
    const unused = alone(Float32Array.of(7));
    const variables = { a, b, kept, unused };
    const before = tf.memory().numTensors;
    const sums = runtime.prepare(() => ({ sum: tf.sum(tf.stack([a, b])) }), { name: 'sums', variables: { a, b } });
    const step = runtime.prepare(
      ({ x }) => {
        for (const each of [a, b, kept]) each.assign(tf.mul(each, x as tf.Scalar));
        return { kept: kept.clone() };
      },
      { name: 'grow', variables, moveVariables: true },
    );
    // One of them has had its value copied by a step that moves nothing.
    expect((await sums.run({})).sum?.data).toEqual(Float32Array.of(6));
    expect([...a.dataSync()]).toEqual([1, 2]);
    const scalar = { shape: [], dtype: 'float32', data: Float32Array.of(3) } as const;
    for (const wanted of [[3, 6], [9, 18]]) {
      await step.run({ x: scalar });
      const read = await runtime.read({ a, b, kept });
      for (const { data } of Object.values(read)) expect([...data]).toEqual(wanted);
    }
    for (const each of [a, b, kept]) expect(() => each.dataSync()).toThrow('has moved to the runtime');
    // A variable that the step does not read keeps its value.
    expect([...unused.dataSync(), ...((await runtime.read(variables))['unused']?.data ?? [])]).toEqual([7, 7]);
    // Other shapes are recorded anew, over variables whose values are elsewhere by now.
    await step.run({ x: { shape: [1], dtype: 'float32', data: Float32Array.of(0.5) } });
    expect([...((await runtime.read({ b })).b?.data ?? [])]).toEqual([4.5, 9]);
    expect((await sums.run({})).sum?.data).toEqual(Float32Array.of(27));
    const elsewhere = await OnnxRuntime.create({ threads: 1 });
    const other = elsewhere.prepare(() => ({ a: a.clone() }), { name: 'other', variables: { a } });
    await expect(other.run({})).rejects.toThrow('has moved to the runtime');
    await elsewhere.dispose();
    await runtime.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([a, b, kept, unused]);
  });
});
