import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { embeddingLookup, gelu, layerNorm, linear, projectionCrossEntropy } from '@electra-ts/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../host-tensor.js';
import { kernel } from '../../recorder/kernel.js';
import { kernelTable } from '../../recorder/kernels/kernel-table.js';
import { traceBackend } from '../../recorder/register-trace-backend.js';
import type { Symbolic } from '../../recorder/symbolic.js';
import { TRACE_BACKEND } from '../../recorder/trace-backend.js';
import type { Runtime, StepFunction } from '../../runtime.js';
import { expectClose } from '../../testing/expect-close.fixture.js';
import { groupedLabels, groupedProbabilities, groupedTypes } from '../../testing/grouped-probabilities.fixture.js';
import { randomTensor } from '../../testing/random-tensor.fixture.js';
import { EagerRuntime } from '../eager-runtime.js';
import type { GraphPreparation } from '../graph-preparation.js';
import { OnnxRuntime } from '../onnx-runtime.js';
import { findOpenVino } from './find-openvino.js';
import { OpenVinoRuntime } from './openvino-runtime.js';
import { processorFolder } from './processor-folder.js';

// N tokens, V vocabulary, D width
const [N, V, D] = [64, 20, 32] as const;

/** A small network with products, a GELU, a layer norm and ids that repeat. */
function learner() {
  const shapes = { table: [V, D], up: [4 * D, D], upBias: [4 * D], down: [D, 4 * D], downBias: [D], scale: [D], shift: [D] };
  const variables = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], index) => [name, tf.variable(tf.tensor(randomTensor({ shape, low: -0.5, high: 0.5 }, index).data as Float32Array, shape))]),
  );
  const { table, up, upBias, down, downBias, scale, shift } = variables as Record<string, tf.Variable<tf.Rank>>;
  const step: StepFunction = ({ ids, rate }, random) => {
    const loss = () => {
      const x_ND = layerNorm(embeddingLookup(table as tf.Tensor2D, ids as tf.Tensor1D), scale as tf.Tensor1D, shift as tf.Tensor1D, 1e-12);
      const h_NF = gelu(linear(tf.mul(x_ND, random.keepMask([N, D], 0.1)) as tf.Tensor2D, up as tf.Tensor2D, upBias as tf.Tensor1D));
      return tf.mean(tf.square(tf.sub(linear(h_NF, down as tf.Tensor2D, downBias as tf.Tensor1D), 1))) as tf.Scalar;
    };
    const { value, grads } = tf.variableGrads(loss, Object.values(variables));
    for (const variable of Object.values(variables)) variable.assign(tf.sub(variable, tf.mul(grads[variable.name], rate as tf.Scalar)));
    return { loss: value };
  };
  return { variables, step };
}

const feeds = (n: number): Record<string, HostTensor> => ({
  ids: randomTensor({ shape: [N], dtype: 'int32', low: 0, high: V }, n),
  rate: { shape: [], dtype: 'float32', data: Float32Array.of(0.1) },
});

/** Losses of some steps, and the values after them. */
async function trained(runtime: Runtime, steps = 5): Promise<{ losses: number[]; values: Record<string, HostTensor> }> {
  const { variables, step } = learner();
  const prepared = runtime.prepare(step, { name: 'learn', variables, seed: 3 });
  const losses: number[] = [];
  for (let n = 1; n <= steps; n++) losses.push((await prepared.run(feeds(n), n))['loss'].data[0]);
  const values = await runtime.read(variables);
  await prepared.dispose();
  tf.dispose(Object.values(variables));
  return { losses, values };
}

/** |a - b| / |b| over all values, in L2. */
function distance(a: Record<string, HostTensor>, b: Record<string, HostTensor>): number {
  let [difference, size] = [0, 0];
  for (const [name, { data }] of Object.entries(b)) {
    data.forEach((value, i) => {
      difference += (a[name].data[i] - value) ** 2;
      size += value ** 2;
    });
  }
  return Math.sqrt(difference / size);
}

describe('OpenVinoRuntime', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('says what is wrong with its options', async () => {
    await expect(OpenVinoRuntime.create({ library: import.meta.dirname })).rejects.toThrow('there is no libopenvino_c');
    await expect(OpenVinoRuntime.create({ threads: 0 })).rejects.toThrow('OpenVinoRuntime: expected threads');
    const file = join(import.meta.dirname, 'openvino-runtime.spec.ts');
    await expect(OpenVinoRuntime.create({ library: import.meta.dirname, cache: file })).rejects.toThrow(/compiled graphs cannot be kept in .*spec\.ts.*Choose another cache/);
  });

  (findOpenVino() === undefined ? describe.skip : describe)('where OpenVINO is installed (else skipped)', () => {
    let onnx: OnnxRuntime;
    let reference: Awaited<ReturnType<typeof trained>>;
    beforeAll(async () => {
      onnx = await OnnxRuntime.create();
      reference = await trained(onnx);
    });
    afterAll(() => onnx.dispose());

    it('learns in float32 what ONNX Runtime learns', async () => {
      const runtime = await OpenVinoRuntime.create();
      const { losses, values } = await trained(runtime);
      losses.forEach((loss, n) => expect(loss).toBeCloseTo(reference.losses[n], 5));
      expect(distance(values, reference.values)).toBeLessThan(1e-5);
      expect(await trained(runtime)).toEqual({ losses, values });
      await runtime.dispose();
    }, 60_000);

    it('learns nearly the same in bfloat16, and twice the same bit for bit', async () => {
      const runtime = await OpenVinoRuntime.create({ precision: 'bfloat16' });
      const first = await trained(runtime);
      first.losses.forEach((loss, n) => expect(Math.abs(loss / reference.losses[n] - 1)).toBeLessThan(1e-2));
      const away = distance(first.values, reference.values);
      expect(away).toBeLessThan(5e-3);
      // Not float32 after all.
      expect(away).toBeGreaterThan(1e-6);
      expect(await trained(runtime)).toEqual(first);
      await runtime.dispose();
    }, 60_000);

    it('computes the loops over blocks of a wide GELU as eager tfjs does, whatever they are cut from', async () => {
      const wide = { shape: [1024, 600], dtype: 'float32' } as const;
      const cut = { shape: [4, 150_000], dtype: 'float32' } as const;
      const inputs = {
        x: randomTensor({ ...wide, low: -3, high: 3 }, 1),
        rows: randomTensor({ shape: [1024, 8], low: -1, high: 1 }, 2),
        weight: randomTensor({ shape: [8, 600], low: -1, high: 1 }, 3),
        bias: randomTensor({ shape: [600], low: -1, high: 1 }, 4),
        cut: randomTensor({ ...cut, low: -3, high: 3 }, 5),
      };
      const slope = (x: tf.Tensor, dy?: tf.Tensor) => tf.grad((v) => gelu(v))(x, dy);
      const step: StepFunction = ({ x, rows, weight, bias, cut: pieces }) => {
        const sum = tf.add(tf.matMul(rows as tf.Tensor2D, weight as tf.Tensor2D), bias as tf.Tensor);
        return {
          layer: slope(sum, x),
          uniform: slope(x as tf.Tensor),
          pieces: slope(pieces as tf.Tensor, tf.tanh(pieces as tf.Tensor)),
          flattened: tf.reshape(slope(tf.tanh(pieces as tf.Tensor), pieces), [-1]),
          reshaped: slope(tf.reshape(sum, [600, 1024]), tf.reshape(x as tf.Tensor, [600, 1024])),
          cutAfter: tf.reshape(slope(x as tf.Tensor, sum), [4, 153_600]),
        };
      };
      const fallbacks: string[] = [];
      const eager = await EagerRuntime.create({ backend: 'cpu' });
      const runtime = await OpenVinoRuntime.create({ onFallback: (message) => fallbacks.push(message) });
      const [expected, found] = await Promise.all([eager, runtime].map((each) => each.prepare(step, { name: 'slopes', variables: {} }).run(inputs)));
      expectClose(found as Record<string, HostTensor>, expected as Record<string, HostTensor>);
      expect(fallbacks).toEqual([]);
      await runtime.dispose();
      await eager.dispose();
    }, 60_000);

    it('takes a new value from the old one wherever that is read: in each row of a larger one, and as a result', async () => {
      const names = ['rate', 'weight', 'mean', 'state'] as const;
      const shapes: Record<(typeof names)[number], number[]> = { rate: [], weight: [64, 64], mean: [64], state: [64, 64] };
      const made = () =>
        Object.fromEntries(names.map((name, n) => [name, tf.variable(tf.tensor(randomTensor({ shape: shapes[name], low: 0.1, high: 0.9 }, n).data as Float32Array, shapes[name]))]));
      const after = async (runtime: Runtime) => {
        const variables = made();
        const { rate, weight, mean, state } = variables as Record<(typeof names)[number], tf.Variable<tf.Rank>>;
        const step: StepFunction = ({ x }) => {
          const slower = tf.mul(rate, 0.95);
          weight.assign(tf.sub(weight, tf.mul(x, slower)));
          rate.assign(slower);
          const moved = tf.add(tf.mul(mean, 0.9), tf.mul(tf.mean(x, 0), 0.1));
          const y = tf.sub(x, moved);
          mean.assign(moved);
          const old = tf.reshape(state, [32, 128]);
          state.assign(tf.tanh(tf.matMul(state as tf.Tensor2D, x as tf.Tensor2D)));
          return { y, old };
        };
        const prepared = runtime.prepare(step, { name: 'state', variables });
        const results = [];
        for (let n = 1; n <= 3; n++) results.push(await prepared.run({ x: randomTensor({ shape: [64, 64], low: -1, high: 1 }, 10 + n) }));
        const values = await runtime.read(variables);
        tf.dispose(Object.values(variables));
        return { ...values, ...results[2] } as Record<string, HostTensor>;
      };
      const runtime = await OpenVinoRuntime.create();
      const [expected, found] = [await after(onnx), await after(runtime)];
      expectClose(found as Record<string, HostTensor>, expected as Record<string, HostTensor>);
      await runtime.dispose();
    }, 60_000);

    it('has the gradients of probabilities by which something is drawn from groups, over many rows', async () => {
      const inputs = {
        h: randomTensor({ ...groupedTypes.h, low: -1, high: 1 }, 1),
        table: randomTensor({ ...groupedTypes.table, low: -1, high: 1 }, 2),
        bias: randomTensor({ ...groupedTypes.bias, low: -1, high: 1 }, 3),
        labels: randomTensor({ ...groupedTypes.labels, ...groupedLabels }, 4),
      };
      const runtime = await OpenVinoRuntime.create();
      const [expected, found] = await Promise.all([onnx, runtime].map((each) => each.prepare(groupedProbabilities, { name: 'groups', variables: {} }).run(inputs)));
      expectClose(found as Record<string, HostTensor>, expected as Record<string, HostTensor>);
      await runtime.dispose();
    }, 60_000);

    it('keeps variables for several steps, which may be read and written in between', async () => {
      const runtime = await OpenVinoRuntime.create({ threads: 1 });
      expect(runtime).toMatchObject({ engine: 'openvino', threads: 1 });
      const w = tf.variable<tf.Rank>(tf.tensor1d([1, 2]));
      const grow = runtime.prepare(({ x }) => { w.assign(tf.add(w, x)); return {}; }, { name: 'grow', variables: { w } });
      const look = runtime.prepare(({ x }) => ({ y: tf.mul(w, x) }), { name: 'look', variables: { w } });
      const x = { shape: [2], dtype: 'float32', data: Float32Array.of(1, 1) } as const;
      await grow.run({ x });
      expect([...(await look.run({ x }))['y'].data]).toEqual([2, 3]);
      await grow.run({ x });
      expect([...(await look.run({ x }))['y'].data]).toEqual([3, 4]);
      await runtime.write({ w }, { w: { ...x, data: Float32Array.of(10, 20) } });
      await grow.run({ x });
      expect([...(await runtime.read({ w }))['w'].data]).toEqual([11, 21]);
      // The value in tfjs is the one that it had.
      expect([...w.dataSync()]).toEqual([1, 2]);
      await look.dispose();
      await grow.run({ x });
      expect([...(await runtime.read({ w }))['w'].data]).toEqual([12, 22]);
      await runtime.dispose();
      w.dispose();
    }, 60_000);

    it('finds compiled graphs again, and compiles anew what is damaged', async () => {
      const cache = mkdtempSync(join(tmpdir(), 'openvino-cache-'));
      const wasFound: unknown[] = [];
      const run = async () => {
        const runtime = await OpenVinoRuntime.create({ cache, onPreparation: ({ stage, fromCache }) => stage === 'ready' && wasFound.push(fromCache) });
        const found = await trained(runtime, 2);
        await runtime.dispose();
        return found;
      };
      const first = await run();
      const kept = processorFolder(cache);
      const files = () => readdirSync(kept).filter((name) => name.endsWith('.blob'));
      expect(files()).toHaveLength(1);
      expect(await run()).toEqual(first);
      truncateSync(join(kept, files()[0]), 1000);
      expect(await run()).toEqual(first);
      writeFileSync(join(kept, files()[0]), 'no graph');
      expect(await run()).toEqual(first);
      expect(wasFound).toEqual([false, true, false, false]);
      rmSync(cache, { recursive: true });
    }, 120_000);

    it('sums the gradients of ids that repeat in float32', async () => {
      const runtime = await OpenVinoRuntime.create({ precision: 'bfloat16' });
      const table = tf.variable<tf.Rank>(tf.zeros([3, 1]));
      const step = runtime.prepare(
        ({ ids, dy }) => {
          const { grads } = tf.variableGrads(() => tf.sum(tf.mul(embeddingLookup(table as tf.Tensor2D, ids as tf.Tensor1D), dy)) as tf.Scalar, [table]);
          return { gradient: grads[table.name] };
        },
        { name: 'repeat', variables: { table } },
      );
      // 1 + 2^-20 has no bfloat16, and a sum in another order would round otherwise.
      const dy = Float32Array.from({ length: 1000 }, (_, i) => 1 + (i % 2) * 2 ** -20);
      const ids = { shape: [1000], dtype: 'int32', data: new Int32Array(1000).fill(1) } as const;
      const { gradient } = await step.run({ ids, dy: { shape: [1000, 1], dtype: 'float32', data: dy } });
      const expected = dy.reduce((sum, value) => Math.fround(sum + value), 0);
      expect(gradient.data[0]).toBe(0);
      expect(Math.abs(gradient.data[1] - expected)).toBeLessThan(1e-3);
      await runtime.dispose();
      table.dispose();
    }, 60_000);

    it('refuses indices that its operations would follow out of memory, as ONNX Runtime does, and goes on', async () => {
      const runtime = await OpenVinoRuntime.create({ threads: 1 });
      const t = { shape: [4, 2], dtype: 'float32', data: Float32Array.from({ length: 8 }, (_, i) => i) } as const;
      const lookups: Record<string, StepFunction> = {
        gather: ({ ids, t }) => ({ y: tf.gather(t, ids as tf.Tensor1D) }),
        // As the words that a generator has drawn are: by way of numbers.
        computed: ({ ids, t }) => ({ y: tf.gather(t, tf.cast(tf.floor(tf.mul(tf.cast(ids, 'float32'), 1)), 'int32') as tf.Tensor1D) }),
        batched: ({ ids, t }) => ({ y: tf.gather(tf.reshape(tf.tile(t, [3, 1]), [3, 4, 2]), tf.reshape(ids, [3, 1]) as tf.Tensor2D, 1, 1) }),
        pairs: ({ ids, t }) => ({ y: tf.gatherND(t, tf.stack([tf.onesLike(ids), ids], 1)) }),
        sums: ({ ids, t }) => ({ y: tf.scatterND(tf.reshape(ids, [3, 1]), tf.slice(t, [0, 0], [3, 2]), [4, 2]) }),
        updates: ({ ids, t }) => ({ y: tf.tensorScatterUpdate(t, tf.reshape(ids, [3, 1]), tf.ones([3, 2])) }),
        labels: ({ ids, t }) => ({ y: projectionCrossEntropy(tf.slice(t, [0, 0], [3, 2]) as tf.Tensor2D, t as tf.Tensor2D, tf.zeros([4]), ids as tf.Tensor1D) }),
      };
      for (const [name, step] of Object.entries(lookups)) {
        const places = name === 'pairs' ? 2 : 4;
        const steps = [onnx, runtime].map((engine) => engine.prepare(step, { name, variables: {} }));
        for (const index of [places - 1, -1, -places, places, -places - 1, 2 ** 30]) {
          const ids = { shape: [3], dtype: 'int32', data: Int32Array.of(0, index, 1) } as const;
          const [expected, received] = await Promise.allSettled(steps.map((each) => each.run({ ids, t })));
          expect([name, index, received.status]).toEqual([name, index, index < places && index >= 0 ? 'fulfilled' : 'rejected']);
          // ONNX Runtime counts computed ones from the end.
          if (index >= 0 || !['computed', 'pairs'].includes(name)) expect(expected.status).toBe(received.status);
          if (received.status === 'rejected') expect(String(received.reason)).toContain(`chooses from ${places} places, and the index ${index} `);
          else expect(received.value).toEqual((expected as typeof received).value);
        }
        for (const each of steps) await each.dispose();
      }
      await runtime.dispose();
    }, 60_000);

    it('leaves variables as they were where a computed index is out of bounds', async () => {
      const runtime = await OpenVinoRuntime.create({ threads: 1 });
      const table = tf.variable<tf.Rank>(tf.tensor1d([1, 2, 3]));
      const step = runtime.prepare(
        ({ x }) => {
          const y = tf.gather(table, tf.cast(x, 'int32') as tf.Tensor1D);
          table.assign(tf.add(table, tf.sum(y)));
          return { y };
        },
        { name: 'drawn', variables: { table } },
      );
      const x = (...data: number[]) => ({ x: { shape: [2], dtype: 'float32', data: Float32Array.from(data) } }) as const;
      expect([...(await step.run(x(0, 1)))['y'].data]).toEqual([1, 2]);
      await expect(step.run(x(0, 3))).rejects.toThrow(/step 'drawn' could not run .* 3 that the step computed is out of bounds: expected 0 to 2\. Its variables have the values they had/);
      expect([...(await runtime.read({ table }))['table'].data]).toEqual([4, 5, 6]);
      expect([...(await step.run(x(2, 2)))['y'].data]).toEqual([6, 6]);
      await runtime.dispose();
      table.dispose();
    }, 60_000);

    describe('and a graph that it refuses', () => {
      const x = { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1, 2, 3, 5) } as const;
      /** Distances of rows, by an operation of ONNX Runtime that OpenVINO lacks, written down in the place of a cosine. */
      beforeAll(() => {
        const distances = kernel((recorder, { x: rows }) => {
          const attributes = { metric: 'euclidean' };
          return recorder.record('CDist', [rows as Symbolic, rows as Symbolic], rows as Symbolic, { domain: 'com.microsoft', attributes });
        });
        traceBackend();
        tf.unregisterKernel('Cos', TRACE_BACKEND);
        tf.registerKernel({ kernelName: 'Cos', backendName: TRACE_BACKEND, kernelFunc: ({ inputs, attrs }) => traceBackend().runKernel('Cos', distances, inputs, attrs) });
      });
      afterAll(() => {
        tf.unregisterKernel('Cos', TRACE_BACKEND);
        tf.registerKernel({ kernelName: 'Cos', backendName: TRACE_BACKEND, kernelFunc: ({ inputs, attrs }) => traceBackend().runKernel('Cos', kernelTable['Cos'], inputs, attrs) });
      });

      it('has it computed by ONNX Runtime, on the same variables and in the order of the calls, and says so', async () => {
        const told: string[] = [];
        const ready: unknown[] = [];
        const onPreparation = ({ graph, stage, engine }: GraphPreparation) => stage === 'ready' && ready.push({ graph, engine });
        const runtime = await OpenVinoRuntime.create({ threads: 1, precision: 'bfloat16', onPreparation, onFallback: (message) => told.push(message) });
        const w = tf.variable<tf.Rank>(tf.zeros([2, 2]));
        const far = runtime.prepare(({ x }) => { w.assign(tf.add(w, tf.cos(x))); return { w }; }, { name: 'far', variables: { w } });
        const double = runtime.prepare(() => { w.assign(tf.mul(w, 2)); return { w }; }, { name: 'double', variables: { w } });
        // Nobody waits for the one before.
        const results = await Promise.all([far.run({ x }), double.run({}), far.run({ x }), double.run({})]);
        const distance = Math.fround(Math.sqrt(13));
        expect(results.map(({ w: { data } }) => data[1] / distance)).toEqual([1, 2, 3, 6].map((turns) => expect.closeTo(turns, 5)));
        expect((await runtime.read({ w }))['w'].data[0]).toBe(0);
        expect(told).toEqual([
          expect.stringMatching(
            /^step 'far' runs on onnxruntime, in float32 instead of bfloat16: OpenVINO cannot read the graph .*CDist.* The graph's nodes with them: update\/CDist_0 \(CDist\)\.$/,
          ),
        ]);
        expect(ready).toEqual([{ graph: 'far', engine: 'onnxruntime' }, { graph: 'double', engine: 'openvino' }]);
        await Promise.all([far.dispose(), double.dispose()]);
        await runtime.dispose();
        w.dispose();
      }, 60_000);

      it('names both reasons where ONNX Runtime does not compute it either, and leaves variables as they were', async () => {
        const runtime = await OpenVinoRuntime.create({ threads: 1, onFallback: () => undefined });
        const v = tf.variable<tf.Rank>(tf.tensor1d([1, 2]));
        // Distances are between rows: a vector has none.
        const wrong = runtime.prepare(() => { v.assign(tf.cos(v)); return {}; }, { name: 'wrong', variables: { v } });
        await expect(wrong.run({})).rejects.toThrow(/step 'wrong' could not (run|be loaded): .*CDist/);
        expect([...(await runtime.read({ v }))['v'].data]).toEqual([1, 2]);
        await runtime.dispose();
        v.dispose();
      }, 60_000);
    });
  });
});
