/* B batch, T tokens, D width, V vocabulary. */
import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { fromTensors } from '../tensor-transfer.js';
import { expectClose } from '../testing/expect-close.fixture.js';
import { randomTensor } from '../testing/random-tensor.fixture.js';
import type { HostTensor } from '../host-tensor.js';
import type { StepFunction } from '../runtime.js';
import { anySizeGraph } from './any-size-graph.js';
import type { GraphPreparation } from './graph-preparation.js';
import { OnnxRuntime } from './onnx-runtime.js';

const [V, D] = [9, 4] as const;
const shapes = { ids: ['batch', 'tokens'] } as const;
const idsOf = (...shape: [number, number]): Readonly<Record<string, HostTensor>> => ({ ids: randomTensor({ shape, dtype: 'int32', low: 0, high: V }, shape[1]) });

describe('anySizeGraph', () => {
  let [table, weight]: [tf.Variable, tf.Variable] = [] as never;
  beforeAll(() => tf.setBackend('cpu'));
  beforeEach(() => ([table, weight] = [[V, D], [D, D]].map((shape, seed) => tf.variable(tf.tensor(randomTensor({ shape }, seed).data, shape))) as [tf.Variable, tf.Variable]));
  afterEach(() => tf.dispose([table, weight]));

  const look: StepFunction = ({ ids }) => {
    const [batch, tokens] = (ids as tf.Tensor).shape as [number, number];
    const found = tf.gather(table, tf.reshape(ids as tf.Tensor, [batch * tokens]) as tf.Tensor1D) as tf.Tensor2D;
    return { states: tf.reshape(tf.matMul(found, weight as tf.Tensor2D), [batch, tokens, D]), first: tf.reshape(tf.slice(tf.reshape(found, [batch, tokens, D]), [0, 0, 0], [batch, 1, D]), [batch, D]) };
  };

  it('serves all sizes by one graph, whose indices are looked at', async () => {
    const told: GraphPreparation[] = [];
    const runtime = await OnnxRuntime.create({ threads: 1, onPreparation: (preparation) => void told.push(preparation) });
    const step = runtime.prepare(look, { name: 'look', variables: { table, weight }, shapes });
    for (const feeds of [idsOf(2, 3), idsOf(1, 1), idsOf(7, 20)]) {
      const eager = look({ ids: tf.tensor(feeds['ids']?.data as Int32Array, [...(feeds['ids']?.shape ?? [])], 'int32') }, null as never);
      expectClose(await step.run(feeds), await fromTensors(eager));
      tf.dispose(eager);
    }
    expect(told.map(({ stage }) => stage)).toEqual(['recording', 'compiling', 'ready']);
    await expect(step.run({ ids: { shape: [1, 2], dtype: 'int32', data: Int32Array.of(0, V) } })).rejects.toThrow(/the index 9 at place 1 of input 'ids' is out of bounds: expected 0 to 8/);
    // Other ranks, types and empty axes have graphs of their own, or the error of one.
    expect((await step.run({ ids: { shape: [0, 3], dtype: 'int32', data: new Int32Array(0) } }))['states']?.shape).toEqual([0, 3, D]);
    expect(told.length).toBeGreaterThan(3);
    await step.dispose();
    await runtime.dispose();
  });

  it('refuses negative indices on axes that vary, too, and leaves those that are too large to the engine', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const choose = runtime.prepare(({ x, i }) => ({ rows: tf.gather(x as tf.Tensor, i as tf.Tensor1D), fixed: tf.gather(table, i as tf.Tensor1D) }), {
      name: 'choose',
      variables: { table },
      shapes: { x: ['rows', 2], i: ['chosen'] },
    });
    const given = (...i: number[]): Record<string, HostTensor> => ({ x: randomTensor({ shape: [3, 2] }, 1), i: { shape: [i.length], dtype: 'int32', data: Int32Array.from(i) } });
    expect((await choose.run(given(2, 0, 1, 2)))['rows']?.shape).toEqual([4, 2]);
    await expect(choose.run(given(0, -1))).rejects.toThrow(/index -1 at place 1 of input 'i' is out of bounds/);
    await expect(choose.run(given(3))).rejects.toThrow(/out of bounds|out of data bounds/);
    await runtime.dispose();
  });

  it('takes values that are trained or written later', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const step = runtime.prepare(look, { name: 'look', variables: { table, weight }, shapes });
    const statesOf = async () => ((await step.run(idsOf(2, 3)))['states'] as HostTensor).data;
    const before = await statesOf();
    const train = runtime.prepare(() => (weight.assign(tf.mul(weight, 2)), {}), { name: 'train', variables: { weight } });
    await train.run({});
    expectClose({ states: { shape: [24], dtype: 'float32', data: await statesOf() } }, { states: { shape: [24], dtype: 'float32', data: before.map((value) => 2 * value) } });
    await runtime.write({ table }, { table: { shape: [V, D], dtype: 'float32', data: new Float32Array(V * D) } });
    expect(await statesOf()).toEqual(new Float32Array(24));
    await runtime.dispose();
  });

  it('leaves a step whose variables another one trains, or which depends on sizes otherwise, to graphs of their own', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const train = runtime.prepare(() => (weight.assign(tf.mul(weight, 2)), {}), { name: 'train', variables: { weight } });
    await train.run({});
    const step = runtime.prepare(look, { name: 'look', variables: { table, weight }, shapes });
    const before = await step.run(idsOf(2, 3));
    await train.run({});
    const after = await step.run(idsOf(2, 3));
    expectClose(after, { ...before, states: { ...(before['states'] as HostTensor), data: (before['states'] as HostTensor).data.map((value) => 2 * value) } });
    const mean = runtime.prepare(({ ids }) => ({ y: tf.div(tf.sum(tf.cast(ids as tf.Tensor, 'float32')), (ids as tf.Tensor).shape[1] as number) }), { name: 'mean', variables: {}, shapes });
    expect([...((await mean.run({ ids: { shape: [1, 4], dtype: 'int32', data: Int32Array.of(1, 2, 3, 6) } }))['y']?.data ?? [])]).toEqual([3]);
    await runtime.dispose();
  });

  it('is none for steps that assign, draw, or hold too much', () => {
    const inputs = { ids: { shape: shapes.ids, dtype: 'int32' } } as const;
    const of = (step: StepFunction, given = { table, weight }) => anySizeGraph(step, { name: 'step', variables: given }, inputs);
    expect(of(look)).toMatchObject({ name: 'step', state: [], random: [], anySize: true, indices: [{ value: 'input.ids', sizes: [V] }] });
    expect(of(({ ids }) => (weight.assign(tf.mul(weight, 2)), { y: tf.neg(ids as tf.Tensor) }))).toBeUndefined();
    expect(of(({ ids }, random) => ({ y: tf.add(ids as tf.Tensor, random.uniform([1])) }))).toBeUndefined();
    const vast = { size: 2 ** 28 + 1 } as tf.Variable;
    expect(of(look, { table: vast, weight })).toBeUndefined();
  });
});
