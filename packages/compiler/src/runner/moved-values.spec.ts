import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { OnnxRuntime } from './onnx-runtime.js';
import { dropValue, isMoved, takeValue } from './moved-values.js';

describe('takeValue', () => {
  beforeAll(() => tf.setBackend('cpu'));

  /** A variable that is alone with its values, as those of a new model are. */
  const alone = (values: Float32Array) => tf.tidy(() => tf.variable(tf.tensor1d(values)));

  it('gives the memory of a value once, and tfjs has none afterwards', async () => {
    const values = Float32Array.of(1, 2);
    const before = tf.memory();
    const w = alone(values);
    expect(isMoved(w)).toBe(false);
    expect(takeValue(w)).toBe(values);
    expect(isMoved(w)).toBe(true);
    expect(() => takeValue(w)).toThrow('has moved to the runtime');
    dropValue(w);
    expect(() => w.dataSync()).toThrow('has moved to the runtime');
    await expect(w.data()).rejects.toThrow('has moved to the runtime');
    expect(() => tf.add(w, 1)).toThrow('has moved to the runtime');
    // It is a variable as before otherwise.
    tf.tidy(() => w.assign(tf.tensor1d([3, 4])));
    expect([...w.dataSync()]).toEqual([3, 4]);
    expect([...takeValue(w)]).toEqual([3, 4]);
    w.dispose();
    expect(w.isDisposed).toBe(true);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers, numBytes: before.numBytes });
  });

  it('copies where another tensor, or other numbers in the same memory, would lose theirs', () => {
    const shared = tf.tensor1d([1, 2]);
    const w = tf.variable(shared);
    const part = alone(Float32Array.of(5, 6, 7).subarray(1));
    expect([...takeValue(w)]).toEqual([1, 2]);
    expect([...shared.dataSync()]).toEqual([1, 2]);
    const taken = takeValue(part);
    expect([[...taken], taken.buffer.byteLength]).toEqual([[6, 7], 8]);
    const threads = alone(new Float32Array(new SharedArrayBuffer(4)).fill(8));
    expect(takeValue(threads).buffer).toBeInstanceOf(ArrayBuffer);
    tf.dispose([shared, w, part, threads]);
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
    await expect(other.run({})).rejects.toThrow("variable 'a': expected a value in tfjs, received one that has moved to another runtime.");
    // Read there and written here it can be used here.
    await elsewhere.write({ a }, await runtime.read({ a }));
    expect((await other.run({})).a?.data).toEqual(Float32Array.of(4.5, 9));
    await elsewhere.dispose();
    await runtime.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([a, b, kept, unused]);
  });

  it('leaves values in tfjs where a step cannot be loaded', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const a = alone(Float32Array.of(1, 2));
    const b = tf.variable(tf.tensor1d(['text'], 'string'));
    const add = () => {
      a.assign(tf.add(a, 1));
      return { a: a.clone() };
    };
    const wrong = runtime.prepare(() => ({ ...add(), b: b.clone() }), { name: 'wrong', variables: { a, b }, moveVariables: true });
    await expect(wrong.run({})).rejects.toThrow();
    expect([...a.dataSync()]).toEqual([1, 2]);
    const right = runtime.prepare(add, { name: 'right', variables: { a }, moveVariables: true });
    expect((await right.run({})).a?.data).toEqual(Float32Array.of(2, 3));
    await runtime.dispose();
    // Nor where the runtime has ended.
    const c = alone(Float32Array.of(5));
    const late = runtime.prepare(() => ({ c: c.clone() }), { name: 'late', variables: { c }, moveVariables: true });
    await expect(late.run({})).rejects.toThrow('disposed');
    expect([...c.dataSync()]).toEqual([5]);
    tf.dispose([a, b, c]);
  });

  it('says so where the array of a variable has gone with another one', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const made = Float32Array.of(1, 2);
    const [a, b] = [alone(made), alone(made)];
    const step = (each: tf.Variable, name: string) => runtime.prepare(() => ({ y: each.clone() }), { name, variables: { [name]: each }, moveVariables: true });
    await step(a, 'a').run({});
    await expect(step(b, 'b').run({})).rejects.toThrow("variable 'b': shape [2] needs 2 elements, received 0");
    await runtime.dispose();
    tf.dispose([a, b]);
  });
});
