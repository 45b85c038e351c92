/* What a careless step meets through the public interface: a clear error, or a behavior that is defined here. */
import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { compile } from './compile.js';
import { compileStep } from './compile-step.js';
import type { HostTensor } from './host-tensor.js';
import type { StepFunction } from './runtime.js';
import { EagerRuntime } from './runner/eager-runtime.js';
import { OnnxRuntime } from './runner/onnx-runtime.js';

const vector = (...numbers: number[]): HostTensor => ({
  shape: [numbers.length],
  dtype: 'float32',
  data: Float32Array.from(numbers),
});
const x = (inputs: Readonly<Record<string, tf.Tensor>>) => inputs['x'] as tf.Tensor;

describe('bad input', () => {
  let runtime: OnnxRuntime;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    runtime = await OnnxRuntime.create({ threads: 1 });
  });
  afterAll(() => runtime.dispose());

  const own = tf.tidy(() => tf.variable<tf.Rank>(tf.tensor1d([1, 2]), true, 'own-of-bad-input'));
  let kept: tf.Tensor | undefined;
  const nested = compile((a: tf.Tensor) => tf.mul(a, 2), {});
  const refusals: readonly [string, StepFunction, RegExp][] = [
    ['reads a value', (i) => ({ y: tf.scalar(tf.sum(x(i)).dataSync()[0] as number) }), /reads the value/],
    ['branches on data', (i) => ({ y: (tf.max(x(i)).arraySync() as number) > 0 ? x(i) : tf.neg(x(i)) }), /nor branch on them/],
    ['disposes an input', (i) => { const y = tf.neg(x(i)); x(i).dispose(); return { y }; }, /disposes its input 'x'/],
    ['disposes a variable', (i) => { const y = tf.mul(x(i), own); own.dispose(); return { y }; }, /disposes its variable 'own'/],
    ['assigns a variable twice', (i) => { own.assign(x(i)); own.assign(tf.neg(x(i))); return {}; }, /'own' twice/],
    ['assigns another shape', (i) => { own.assign(tf.concat([x(i), x(i)])); return {}; }, /[Ss]hape/],
    ['reads an input that it lacks', (i) => ({ y: tf.mul(x(i), i['weights'] as tf.Tensor) }), /gives tf\.mul (null|undefined) instead of a tensor\. .* the run lacks it/],
    ['multiplies matrices of integers', (i) => ({ y: tf.matMul(tf.cast(tf.reshape(x(i), [1, 2]), 'int32'), tf.ones([2, 1], 'int32')) }), /bad-input\.spec\.ts:\d+.* a product of int32 and int32 cannot be compiled; expected float32\. Cast both/],
    ['adds booleans', (i) => ({ y: tf.add(tf.greater(x(i), 0), tf.less(x(i), 0)) }), /bad-input\.spec\.ts:\d+.* Add: expected float32 or int32, received bool\. Cast it with tf\.cast/],
    ['adds shapes that do not fit', (i) => ({ y: tf.engine().runKernel('Add', { a: x(i), b: tf.ones([3]) }) as tf.Tensor }), /bad-input\.spec\.ts:\d+.* shapes \[2\] and \[3\] cannot be broadcast/],
    ['looks for the largest of nothing', (i) => ({ y: tf.argMax(tf.slice(x(i), [0], [0])) }), /ArgMax: expected elements along axis 0/],
    ['returns nothing', () => undefined as never, /returns nothing/],
    ['disposes what it uses', (i) => { const y = tf.neg(x(i)); y.dispose(); return { y: tf.add(y, 1) }; }, /disposed/],
    ['keeps a tensor from an earlier call', (i) => ({ y: tf.add(x(i), (kept ??= tf.mul(tf.ones([2]), x(i)))) }), /bad-input\.spec\.ts:\d+.* that is no more: it was disposed, or the step kept it from an earlier call/],
    ['calls a compiled function', (i) => { void nested(x(i)).catch(() => undefined); return { y: tf.neg(x(i)) }; }, /nor a compiled function/],
  ];

  it.each(refusals)('a step that %s is refused before anything ran, and the next one runs', async (_, step, message) => {
    const before = tf.memory();
    const options = { variables: { own }, runtime };
    const careless = compileStep(step, options);
    const input = tf.tensor1d([3, 4]);
    await expect(careless.run({ x: input })).rejects.toThrow(message);
    await careless.dispose();
    expect([...own.dataSync()]).toEqual([1, 2]);
    const sound = compileStep((i) => ({ y: tf.mul(x(i), own) }), options);
    const { y } = await sound.run({ x: input });
    expect([...(y as tf.Tensor).dataSync()]).toEqual([3, 8]);
    await sound.dispose();
    tf.dispose([input, y as tf.Tensor]);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });

  it('refuses negative indices, which ONNX Runtime counts from the end', async () => {
    const step = runtime.prepare(({ ids }) => ({ y: tf.gather(own, ids as tf.Tensor1D) }), { name: 'lookup', variables: { own } });
    const ids = (...numbers: number[]): HostTensor => ({ shape: [2], dtype: 'int32', data: Int32Array.from(numbers) });
    await expect(step.run({ ids: ids(0, -1) })).rejects.toThrow(/chooses from 2 places, and the index -1 at place 1 of input 'ids' is out of bounds: expected 0 to 1/);
    expect([...((await step.run({ ids: ids(1, 0) }))['y']?.data ?? [])]).toEqual([2, 1]);
    await step.dispose();
  });

  it('refuses a tensor among the variables, and inputs that are disposed or no numbers, by name', async () => {
    const step = runtime.prepare(() => ({ y: tf.zeros([1]) }), { name: 'plain', variables: { w: tf.ones([1]) as unknown as tf.Variable } });
    await expect(step.run({})).rejects.toThrow(/has 'w' among its variables, which is a tensor; expected a tf\.Variable/);
    const careful = compileStep((i) => ({ y: tf.neg(x(i)) }), { variables: {}, runtime });
    const gone = tf.ones([2]);
    gone.dispose();
    await expect(careful.run({ x: gone })).rejects.toThrow(/input 'x': expected a tensor, received one that has been disposed/);
    await expect(careful.run({ x: tf.tensor(['a']) })).rejects.toThrow(/input 'x': a tensor of dtype string/);
  });

  it('refuses one variable under two names', async () => {
    const step = runtime.prepare((i) => { own.assign(tf.add(own, x(i))); return { y: x(i) }; }, { name: 'twice', variables: { a: own, b: own } });
    await expect(step.run({ x: vector(1, 2) })).rejects.toThrow(/has one variable under two names, 'a' and 'b'/);
    await step.dispose();
  });

  it('changes no variable where integers are divided by zero, and goes on', async () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const step = runtime.prepare(
      (i) => { w.assign(tf.add(w, 1)); return { rest: tf.mod(i['a'] as tf.Tensor, i['b'] as tf.Tensor) }; },
      { name: 'divides', variables: { w } },
    );
    const integers = (...numbers: number[]): HostTensor => ({ shape: [numbers.length], dtype: 'int32', data: Int32Array.from(numbers) });
    expect(await step.run({ a: integers(7, 7, -7), b: integers(0, 2, -1) })).toEqual({ rest: integers(0, 1, 0) });
    expect((await runtime.read({ w }))['w']).toEqual(vector(2, 3));
    await step.dispose();
    w.dispose();
  });

  it('says what is no tensor among the inputs of a run', async () => {
    const step = compileStep((i) => ({ y: x(i) }), { name: 'copy', variables: {}, runtime });
    await expect(step.run({ x: null as never })).rejects.toThrow("step 'copy', input 'x': expected a tensor, received null.");
    await expect(step.run({ x: 3 as never })).rejects.toThrow("step 'copy', input 'x': expected a tensor, received number.");
    await step.dispose();
  });

  it('takes a small tensor of another backend as a constant, and leaves it there', async () => {
    const outside = tf.tensor1d([10, 20]);
    const step = runtime.prepare((i) => ({ y: tf.add(x(i), outside) }), { name: 'outside', variables: {} });
    expect(await step.run({ x: vector(1, 2) })).toEqual({ y: vector(11, 22) });
    expect([...outside.dataSync()]).toEqual([10, 20]);
    await step.dispose();
    outside.dispose();
  });

  it('records anew for every shape and dtype, over the same variables', async () => {
    const total = tf.variable<tf.Rank>(tf.scalar(0));
    const step = runtime.prepare((i) => {
      total.assign(tf.add(total, tf.sum(tf.cast(x(i), 'float32'))));
      return { total };
    }, { name: 'shapes', variables: { total } });
    await step.run({ x: vector(1, 2) });
    await step.run({ x: vector(1, 2, 3) });
    const { total: sum } = await step.run({ x: { shape: [2], dtype: 'int32', data: Int32Array.of(4, 5) } });
    expect(sum?.data[0]).toBe(18);
    await step.dispose();
    total.dispose();
  });

  it('computes with NaN and infinity as eager execution does, gradients and new values included', async () => {
    const eager = await EagerRuntime.create({ backend: 'cpu' });
    const step = (w: tf.Variable): StepFunction => (i) => {
      const loss = () => tf.mean(tf.square(tf.relu(tf.sub(tf.mul(w, x(i)), 1)))) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, [w]);
      w.assign(tf.sub(w, grads[w.name] as tf.Tensor));
      return { loss: value };
    };
    const feeds = { x: vector(1, Number.NaN, Number.POSITIVE_INFINITY, 4) };
    const outcomes = [];
    for (const where of [runtime, eager]) {
      const w = tf.variable<tf.Rank>(tf.tensor1d([2, 2, 2, 2]));
      const { loss } = await where.prepare(step(w as tf.Variable), { name: 'nan', variables: { w } }).run(feeds);
      outcomes.push([[...(loss as HostTensor).data], [...((await where.read({ w }))['w'] as HostTensor).data]]);
      w.dispose();
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]?.[1]?.[1]).toBeNaN();
    expect(outcomes[0]?.[1]?.[0]).toBe(1.5);
  });

  it('keeps the values of variables when memory is refused, and runs other shapes afterwards', async () => {
    const w = tf.variable<tf.Rank>(tf.scalar(1));
    const step = runtime.prepare((i) => {
      w.assign(tf.add(w, 1));
      const rows = x(i).shape[0] as number;
      return { y: tf.sum(tf.broadcastTo(tf.reshape(x(i), [rows, 1, 1]), [rows, 2 ** (10 * rows), 2 ** (10 * rows)])) };
    }, { name: 'greedy', variables: { w } });
    const refused = /step 'greedy' could not (run|be loaded) for x:float32\[2\]: .* not enough memory .* fewer rows/s;
    await expect(step.run({ x: vector(1, 1) })).rejects.toThrow(refused);
    await expect(step.run({ x: vector(1, 1) })).rejects.toThrow(refused);
    expect((await runtime.read({ w }))['w']?.data[0]).toBe(1);
    expect((await step.run({ x: vector(1) }))['y']?.data[0]).toBe(2 ** 20);
    expect((await runtime.read({ w }))['w']?.data[0]).toBe(2);
    await step.dispose();
    w.dispose();
  });

  it('refuses a second runtime that would train the same variables, until the first is gone', async () => {
    const w = tf.variable<tf.Rank>(tf.tensor1d([0, 0]));
    const step: StepFunction = (i) => { w.assign(tf.add(w, x(i))); return {}; };
    const first = compileStep(step, { variables: { w }, name: 'first' });
    const second = compileStep(step, { variables: { w }, name: 'second' });
    const input = tf.tensor1d([1, 2]);
    await first.run({ x: input });
    await expect(second.run({ x: input })).rejects.toThrow(
      "step 'second': its variable 'w' is trained by step 'first' of another runtime already",
    );
    await first.sync();
    await first.dispose();
    await second.run({ x: input });
    expect((await second.read())['w']).toEqual(vector(2, 4));
    await second.dispose();
    tf.dispose([w, input]);
  });

  it('can be disposed while it computes', async () => {
    const busy = await OnnxRuntime.create({ threads: 1 });
    const step = busy.prepare((i) => {
      let y = x(i);
      for (let turn = 0; turn < 20; turn++) y = tf.mul(tf.matMul(y, x(i)), 0.01);
      return { y };
    }, { name: 'busy', variables: {} });
    const feeds = { x: { shape: [600, 600], dtype: 'float32', data: new Float32Array(600 * 600) } } as const;
    await step.run(feeds);
    const given = [1, 2, 3].map(() => expect(step.run(feeds)).rejects.toThrow('OnnxRuntime has been disposed'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await busy.dispose();
    await Promise.all(given);
    await step.dispose();
  });

  it('rejects every call of a runtime whose worker died; a new one goes on from the tf.Variables', async () => {
    const w = tf.variable<tf.Rank>(tf.scalar(5));
    const step: StepFunction = () => { w.assign(tf.add(w, 1)); return { w }; };
    const options = { name: 'mortal', variables: { w } };
    const doomed = await OnnxRuntime.create({ threads: 1 });
    const prepared = doomed.prepare(step, options);
    await prepared.run({});
    // What the system does to a thread that it kills.
    const { worker } = doomed['worker'] as unknown as { worker: { terminate(): Promise<number> } };
    const terminated = worker.terminate();
    const lost = expect(prepared.run({})).rejects.toThrow(/OnnxRuntime has stopped: .* create a new runtime, from a checkpoint/);
    await terminated;
    await lost;
    await expect(prepared.run({})).rejects.toThrow('values of its variables are lost');
    await expect(doomed.read({ w })).rejects.toThrow('values of its variables are lost');
    await prepared.dispose();
    await doomed.dispose();
    expect((await runtime.prepare(step, options).run({}))['w']?.data[0]).toBe(6);
    w.dispose();
  });
});
