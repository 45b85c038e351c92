import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { compile } from './compile.js';

describe('compile', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('returns what the function returns, packed in the same way, for any shape', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const long = tf.tensor1d([1, 2, 3, 4, 5]);
    const one = compile((a: tf.Tensor) => tf.square(a));
    const list = compile((a: tf.Tensor, b: tf.Tensor) => [tf.add(a, b), tf.sub(a, b)]);
    const named = compile((a: tf.Tensor) => ({ total: tf.sum(a), positive: tf.greater(a, 1) }));
    expect([...(await one(x)).dataSync()]).toEqual([1, 4, 9]);
    expect([...(await one(long)).dataSync()]).toEqual([1, 4, 9, 16, 25]);
    expect((await list(x, x)).map((y) => [...y.dataSync()])).toEqual([[2, 4, 6], [0, 0, 0]]);
    const { total, positive } = await named(x);
    expect([...total.dataSync()]).toEqual([6]);
    expect([...positive.dataSync()]).toEqual([0, 1, 1]);
    await Promise.all([one.dispose(), list.dispose(), named.dispose()]);
  });

  it('packs results as the function did for inputs of these shapes', async () => {
    const varied = compile((a: tf.Tensor) => ((a.shape[0] as number) > 2 ? [a, tf.mul(a, 2)] : tf.mul(a, 3)));
    const values = (packed: tf.Tensor | readonly tf.Tensor[]) => (packed instanceof tf.Tensor ? [...packed.dataSync()] : packed.map((each) => [...each.dataSync()]));
    expect(values(await varied(tf.tensor1d([1])))).toEqual([3]);
    expect(values(await varied(tf.tensor1d([1, 2, 3])))).toEqual([[1, 2, 3], [2, 4, 6]]);
    expect(values(await varied(tf.tensor1d([2])))).toEqual([6]);
    await varied.dispose();
  });

  it('makes no tensor but its results', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const compiled = compile((a: tf.Tensor) => tf.exp(tf.neg(a)));
    const before = tf.memory().numTensors;
    const y = await compiled(x);
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.dispose([x, y]);
    await compiled.dispose();
    await expect(compiled(tf.scalar(1))).rejects.toThrow('has been disposed');
  });

  it('has gradients, and reads variables where they are named', async () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const slope = compile(
      (x: tf.Tensor) => tf.grad((v: tf.Tensor) => tf.sum(tf.mul(tf.square(v), w)))(x),
      { variables: { w } },
    );
    expect([...(await slope(tf.tensor1d([3, 4]))).dataSync()]).toEqual([6, 16]);
    await slope.dispose();
    const careless = compile((x: tf.Tensor) => tf.mul(x, w));
    await expect(careless(tf.tensor1d([3, 4]))).rejects.toThrow('which is not among its variables');
    await careless.dispose();
  });

  it('names the first operation that differs when asked to check', async () => {
    const network = (x: tf.Tensor) => tf.sum(tf.erf(tf.tanh(x)));
    const checked = compile(network, { check: true });
    expect((await checked(tf.tensor1d([0.5]))).dataSync()[0]).toBeCloseTo(0.4866, 3);
    // A wrong reference stands for a wrong graph: the check cannot tell which of both it is.
    const original = tf.getKernel('Erf', 'cpu');
    tf.unregisterKernel('Erf', 'cpu');
    tf.registerKernel({ ...original, kernelFunc: (params) => {
      const doubled = tf.engine().runKernel(
        'Multiply',
        { a: params.inputs['x'] as tf.Tensor, b: tf.scalar(2) },
      ) as tf.Tensor;
      return doubled;
    } });
    try {
      await expect(checked(tf.tensor1d([0.5]))).rejects.toThrow(
        /step 'network': the graph and eager execution differ\. The first is Erf in tf\.erf at .*compile\.spec\.ts:\d+:\d+: element 0/,
      );
    } finally {
      tf.unregisterKernel('Erf', 'cpu');
      tf.registerKernel(original);
      await checked.dispose();
    }
  });
});
