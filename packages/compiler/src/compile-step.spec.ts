import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { compile } from './compile.js';
import { compileStep } from './compile-step.js';
import type { HostTensor } from './host-tensor.js';
import { EagerRuntime } from './runner/eager-runtime.js';
import { OnnxRuntime } from './runner/onnx-runtime.js';

/** Gradient descent on (w - target)^2 with rate 1/4 halves the distance at each step. */
const descent = (w: tf.Variable) => (inputs: Readonly<Record<string, tf.Tensor>>) => {
  const { value, grads } = tf.variableGrads(
    () => tf.sum(tf.square(tf.sub(w, inputs['target'] as tf.Tensor))) as tf.Scalar,
    [w],
  );
  w.assign(tf.sub(w, tf.mul(grads[w.name] as tf.Tensor, 0.25)));
  return { loss: value };
};

describe('compileStep', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('trains variables whose values live with the graph', async () => {
    const w = tf.variable(tf.tensor1d([0, 8]));
    const target = tf.tensor1d([4, 4]);
    const step = compileStep(descent(w), { variables: { w } });
    const losses = [];
    for (let run = 0; run < 3; run++) losses.push((await step.run({ target }))['loss']?.dataSync()[0]);
    expect(losses).toEqual([32, 8, 2]);
    expect((await step.read())['w']?.data).toEqual(Float32Array.of(3.5, 4.5));
    expect([...w.dataSync()]).toEqual([0, 8]);
    await step.sync();
    expect([...w.dataSync()]).toEqual([3.5, 4.5]);
    await step.write({ w: { shape: [2], dtype: 'float32', data: Float32Array.of(4, 4) } });
    expect((await step.run({ target }))['loss']?.dataSync()[0]).toBe(0);
    await step.dispose();
  });

  it('has the inputs and results of its function, which a runtime takes as well', async () => {
    const scale = ({ x, rate }: { x: tf.Tensor2D; rate: tf.Scalar }) => ({ y: tf.mul<tf.Tensor2D>(x, rate) });
    const [x, rate] = [tf.tensor2d([[1, 2]]), tf.scalar(3)];
    const step = compileStep(scale, { variables: {} });
    const { y } = await step.run({ x, rate });
    const rows: number[][] = y.arraySync();
    expect(rows).toEqual([[3, 6]]);
    // @ts-expect-error the rate is missing
    await expect(step.run({ x })).rejects.toThrow(/gives tf\.mul null instead of a tensor\. .*the run lacks it/);
    // @ts-expect-error x has another rank
    (await step.run({ x: tf.tensor1d([1]), rate })).y.dispose();
    await step.dispose();

    const runtime = await OnnxRuntime.create();
    const prepared = runtime.prepare(scale, { name: 'scale', variables: {} });
    const feeds = { x: { shape: [1, 1], dtype: 'float32', data: Float32Array.of(2) }, rate: { shape: [], dtype: 'float32', data: Float32Array.of(4) } } as const;
    expect((await prepared.run(feeds))['y']?.data).toEqual(Float32Array.of(8));
    await runtime.dispose();
  });

  it.each(['onnxruntime', 'eager'])('does what is called in the order of the calls, also where nobody waits (%s)', async (engine) => {
    const runtime = engine === 'eager' ? await EagerRuntime.create({ backend: 'cpu' }) : await OnnxRuntime.create();
    const w = tf.variable(tf.scalar(1));
    // Many inputs, which take long to read.
    const inputs = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x${i}`, tf.scalar(0)]));
    const double = compileStep((given) => {
      w.assign(tf.add(tf.mul(w, 2), tf.addN(Object.values(given))));
      return { w: tf.add(w, 0) };
    }, { variables: { w }, runtime });
    const look = compile(() => tf.add(w, 0), { variables: { w }, runtime });
    const number = (tensor: tf.Tensor) => tensor.dataSync()[0];
    const value = ({ w: read }: Readonly<Record<string, HostTensor>>) => read?.data[0];
    const ten = { w: { shape: [], dtype: 'float32', data: Float32Array.of(10) } } as const;
    const [ran, read, , seen, again, synced] = [double.run(inputs), double.read(), double.write(ten), look(), double.run(inputs), double.sync()];
    const last = double.read();
    expect([number((await ran).w), value(await read), number(await seen), number((await again).w), value(await last)]).toEqual([2, 2, 10, 20, 20]);
    await synced;
    expect(number(w)).toBe(20);
    await runtime.dispose();
  });

  it('shares values with other steps of one runtime', async () => {
    const runtime = await OnnxRuntime.create();
    const w = tf.variable(tf.tensor1d([0, 8]));
    const target = tf.tensor1d([4, 4]);
    const train = compileStep(descent(w), { variables: { w }, runtime });
    const evaluate = compileStep(
      ({ scale }) => ({ scaled: tf.mul(w, scale as tf.Tensor) }),
      { variables: { w }, runtime },
    );
    const scale = tf.scalar(10);
    const scaled = async () => [...((await evaluate.run({ scale }))['scaled'] as tf.Tensor).dataSync()];
    expect(await scaled()).toEqual([0, 80]);
    await train.run({ target });
    expect(await scaled()).toEqual([20, 60]);
    await evaluate.dispose();
    await train.run({ target });
    expect((await train.read())['w']?.data).toEqual(Float32Array.of(3, 5));
    await train.dispose();
    await runtime.dispose();
  });

  it('counts its runs to key the noise', async () => {
    const step = compileStep((_, random) => ({ mask: random.keepMask([32], 0.5) }), { variables: {}, seed: 3 });
    const mask = async (number?: number) => [...((await step.run({}, number))['mask'] as tf.Tensor).dataSync()];
    const [first, second] = [await mask(), await mask()];
    expect(second).not.toEqual(first);
    expect(await mask(0)).toEqual(first);
    expect(await mask()).toEqual(second);
    await step.dispose();
  });
});
