import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { EagerRuntime } from './eager-runtime.js';

const scalar = (value: number) => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) }) as const;

describe('EagerRuntime', () => {
  it('runs steps on the variables themselves and leaves no tensor behind', async () => {
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    const w = tf.variable<tf.Rank>(tf.scalar(3));
    const step = runtime.prepare(
      ({ x }) => {
        const y = tf.mul(w, x as tf.Tensor);
        w.assign(y);
        return { y, x: x as tf.Tensor, w };
      },
      { name: 'test', variables: { w } },
    );
    const before = tf.memory().numTensors;
    const results = await step.run({ x: scalar(2) });
    expect(results).toEqual({ y: scalar(6), x: scalar(2), w: scalar(6) });
    expect(tf.memory().numTensors).toBe(before);
    expect(await runtime.read({ w })).toEqual({ w: scalar(6) });
    await runtime.write({ w }, { w: scalar(1) });
    expect(w.dataSync()[0]).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    await expect(runtime.write({ w }, { v: scalar(1) })).rejects.toThrow("there is no variable 'v'");
    await step.dispose();
    await expect(step.run({ x: scalar(2) })).rejects.toThrow("step 'test' has been disposed");
    w.dispose();
  });

  it('computes with one thread, or as many as it is told that the backend has', async () => {
    expect((await EagerRuntime.create({ backend: 'cpu' })).threads).toBe(1);
    expect((await EagerRuntime.create({ backend: 'cpu', threads: 4 })).threads).toBe(4);
  });

  it('draws the same noise for the same step number only', async () => {
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    const step = runtime.prepare(
      (_, random) => ({ mask: random.keepMask([64], 0.5) }),
      { name: 'test', variables: {}, seed: 1 },
    );
    const [first, again, other] = [await step.run({}, 5), await step.run({}, 5), await step.run({}, 6)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('refuses backends that are not there, and work after its end', async () => {
    await expect(EagerRuntime.create({ backend: 'none' })).rejects.toThrow(
      "tfjs has no backend 'none'; expected one of",
    );
    const runtime = await EagerRuntime.create({ backend: 'cpu' });
    await runtime.dispose();
    await expect(runtime.read({})).rejects.toThrow('has been disposed');
  });
});
