import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import type { HostTensor } from '../host-tensor.js';
import { randomTensor } from '../testing/random-tensor.fixture.js';
import type { GraphProfile } from './messages.js';
import { OnnxRuntime } from './onnx-runtime.js';

const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });
const vector = (...numbers: number[]): HostTensor => ({
  shape: [numbers.length],
  dtype: 'float32',
  data: Float32Array.from(numbers),
});
const input = (inputs: Readonly<Record<string, tf.Tensor>>, name = 'x') => inputs[name] as tf.Tensor;

describe('OnnxRuntime', () => {
  let runtime: OnnxRuntime;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    runtime = await OnnxRuntime.create();
  });
  afterAll(() => runtime.dispose());

  it('keeps the values of variables between runs, and reads and writes them at any time', async () => {
    const [w, never] = [tf.variable<tf.Rank>(tf.scalar(1)), tf.variable(tf.scalar(7))];
    const step = runtime.prepare(
      (i) => { w.assign(tf.add(w, input(i))); return {}; },
      { name: 'count', variables: { w, never } },
    );
    await step.run({ x: scalar(2) });
    expect(await step.run({ x: scalar(3) })).toEqual({});
    expect(await runtime.read({ w, never })).toEqual({ w: scalar(6), never: scalar(7) });
    await runtime.write({ w, never }, { w: scalar(10), never: scalar(8) });
    await step.run({ x: scalar(1) });
    expect(await runtime.read({ renamed: w, never })).toEqual({ renamed: scalar(11), never: scalar(8) });
    await expect(runtime.write({ w }, { v: scalar(1) })).rejects.toThrow("there is no variable 'v'");
    await expect(runtime.write({ w }, { w: vector(1, 2) })).rejects.toThrow("write 'w': expected float32 of shape []");
    await step.dispose();
    expect((await runtime.read({ w }))['w']).toEqual(scalar(11));
    await expect(step.run({ x: scalar(1) })).rejects.toThrow("step 'count' has been disposed");
    tf.dispose([w, never]);
  });

  it('copies values into memory of an earlier read that is given back', async () => {
    const w = tf.variable<tf.Rank>(tf.tensor1d([1, 2, 3]));
    const step = runtime.prepare((i) => ({ y: tf.mul(w, input(i)) }), { name: 'times', variables: { w } });
    await step.run({ x: scalar(2) });
    const first = await runtime.read({ w });
    const second = await runtime.read({ w }, first);
    expect(second).toEqual({ w: vector(1, 2, 3) });
    expect(first['w']?.data).toHaveLength(0);
    // What does not fit is left alone: another length, a part of a buffer, nothing.
    const others = { longer: vector(1, 2, 3, 4), part: { ...vector(1, 2, 3), data: new Float32Array(6).subarray(0, 3) }, empty: { ...vector(1, 2, 3), data: new Float32Array(0) } };
    for (const w_ of Object.values(others)) expect(await runtime.read({ w }, { w: w_ })).toEqual({ w: vector(1, 2, 3) });
    expect(others.part.data).toHaveLength(3);
    await step.dispose();
    w.dispose();
  });

  it('leaves feeds and variables of tfjs as they are, and no tensor behind', async () => {
    const w = tf.variable<tf.Rank>(tf.tensor1d([1, 1]));
    const before = tf.memory().numTensors;
    const step = runtime.prepare(
      (i) => { w.assign(tf.mul(w, input(i))); return { w }; },
      { name: 'leave', variables: { w } },
    );
    const x = vector(2, 3);
    expect(await step.run({ x })).toEqual({ w: vector(2, 3) });
    expect(x).toEqual(vector(2, 3));
    expect([...w.dataSync()]).toEqual([1, 1]);
    expect(tf.memory().numTensors).toBe(before);
    await step.dispose();
    w.dispose();
  });

  it('records once for each set of shapes and keeps as many graphs as it may', async () => {
    const small = await OnnxRuntime.create({ graphLimit: 2, threads: 1, spinning: 0 });
    let recorded = 0;
    const step = small.prepare(
      (i) => { recorded++; return { y: tf.sum(input(i)) }; },
      { name: 'shapes', variables: {} },
    );
    const sizes = [1, 2, 1, 3, 2];
    for (const size of sizes) {
      expect(await step.run({ x: vector(...new Array<number>(size).fill(1)) })).toEqual({ y: scalar(size) });
    }
    // Each recording is made twice and compared. The third shape put the second one out.
    expect(recorded).toBe(2 * 4);
    await small.dispose();
  });

  it('tells what the first run for each set of shapes is waiting for, before its result', async () => {
    const told: unknown[] = [];
    const talking = await OnnxRuntime.create({ threads: 1, onPreparation: ({ seconds, ...rest }) => void told.push({ ...rest, ...(seconds !== undefined && { timed: seconds > 0 }) }) });
    const step = talking.prepare((i) => ({ y: tf.neg(input(i)) }), { name: 'negate', variables: {} });
    for (const size of [1, 1, 2]) {
      await step.run({ x: vector(...new Array<number>(size).fill(1)) });
      told.push(size);
    }
    const stages = ['recording', 'compiling', 'ready'].map((stage) => ({ graph: 'negate', stage, engine: 'onnxruntime', ...(stage === 'ready' && { timed: true }) }));
    expect(told).toEqual([...stages, 1, 1, ...stages, 2]);
    told.length = 0;
    const unheard = talking.prepare((i) => ({ y: tf.scalar((input(i).dataSync() as Float32Array)[0] as number) }), { name: 'unheard', variables: {} });
    await expect(unheard.run({ x: vector(1) })).rejects.toThrow(/dataSync|value/);
    expect(told).toEqual([{ graph: 'unheard', stage: 'recording', engine: 'onnxruntime' }]);
    await talking.dispose();
  });

  it('repeats bit for bit, with many threads and repeated ids', async () => {
    const table = tf.variable<tf.Rank>(tf.zeros([40, 64]));
    const options = { name: 'repeat', variables: { table } };
    const step = runtime.prepare((i) => {
      const { grads } = tf.variableGrads(
        () => tf.sum(tf.square(tf.add(tf.gather(table, input(i, 'ids') as tf.Tensor1D), input(i)))) as tf.Scalar,
        [table as tf.Variable],
      );
      return { gradient: grads[table.name] as tf.Tensor };
    }, options);
    const feeds = {
      x: randomTensor({ shape: [4096, 64] }, 1),
      ids: randomTensor({ shape: [4096], dtype: 'int32', low: 0, high: 40 }, 2),
    };
    const first = (await step.run(feeds))['gradient'] as HostTensor;
    const exact = new Float64Array(40 * 64);
    feeds.x.data.forEach((value, index) => {
      const place = (feeds.ids.data[Math.floor(index / 64)] as number) * 64 + (index % 64);
      exact[place] = (exact[place] as number) + 2 * value;
    });
    expect(
      Math.max(...exact.map((value, index) => Math.abs(value - (first.data[index] as number)))),
    ).toBeLessThan(1e-4);
    for (let again = 0; again < 5; again++) {
      expect(Buffer.compare(bytes(first), bytes((await step.run(feeds))['gradient'] as HostTensor))).toBe(0);
    }
    table.dispose();
  });

  it('keeps every value when a run fails half way', async () => {
    const w = tf.variable<tf.Rank>(tf.tensor1d([1, 2]));
    const step = runtime.prepare((i) => {
      w.assign(tf.mul(w, 2));
      return { y: tf.gather(tf.tensor1d([5, 6, 7]), tf.cast(input(i), 'int32') as tf.Tensor1D) };
    }, { name: 'fail', variables: { w } });
    await expect(step.run({ x: vector(99) })).rejects.toThrow(/indices element out of data bounds/);
    expect(await runtime.read({ w })).toEqual({ w: vector(1, 2) });
    expect(await step.run({ x: vector(2) })).toEqual({ y: vector(7) });
    expect(await runtime.read({ w })).toEqual({ w: vector(2, 4) });
    w.dispose();
  });

  it('passes NaN on', async () => {
    const step = runtime.prepare(
      (i) => ({ y: tf.add(input(i), 1), sum: tf.sum(input(i)) }),
      { name: 'nan', variables: {} },
    );
    const { y, sum } = await step.run({ x: vector(1, Number.NaN) });
    expect([...(y as HostTensor).data]).toEqual([2, Number.NaN]);
    expect(sum?.data[0]).toBeNaN();
  });

  it('runs calls in their order, also when they do not wait for each other', async () => {
    const w = tf.variable<tf.Rank>(tf.scalar(1));
    const step = (name: string, next: (x: tf.Tensor) => tf.Tensor) =>
      runtime.prepare(() => { w.assign(next(w)); return { w }; }, { name, variables: { w } });
    const [double, increment] = [step('double', (x) => tf.mul(x, 2)), step('increment', (x) => tf.add(x, 1))];
    const results = await Promise.all([increment.run({}), double.run({}), increment.run({}), double.run({})]);
    expect(results.map(({ w: value }) => value?.data[0])).toEqual([2, 4, 5, 10]);
    w.dispose();
  });

  it('leaves the event loop free while it computes', async () => {
    const step = runtime.prepare((i) => {
      let y = input(i);
      for (let turn = 0; turn < 12; turn++) y = tf.mul(tf.matMul(y, input(i)), 0.01);
      return { y };
    }, { name: 'busy', variables: {} });
    const feeds = { x: randomTensor({ shape: [768, 768] }, 3) };
    await step.run(feeds);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 2);
    await step.run(feeds);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  it('says which feed is wrong', async () => {
    const step = runtime.prepare((i) => ({ y: tf.neg(input(i)) }), { name: 'wrong', variables: {} });
    await expect(step.run({ x: { shape: [2], dtype: 'float32', data: new Float32Array(3) } })).rejects.toThrow(
      "step 'wrong', input 'x': shape [2] needs 2 elements, received 3.",
    );
    await expect(step.run({})).rejects.toThrow(/x/);
  });

  it('says what a session could not be made of', async () => {
    const huge = runtime.prepare(
      (i) => ({ y: tf.sum(tf.broadcastTo(input(i), [2 ** 20, 2 ** 20])) }),
      { name: 'huge', variables: {} },
    );
    await expect(huge.run({ x: vector(1) })).rejects.toThrow(/allocat|memory/i);
    const after = runtime.prepare((i) => ({ y: tf.neg(input(i)) }), { name: 'after', variables: {} });
    expect(await after.run({ x: scalar(1) })).toEqual({ y: scalar(-1) });
  });

  it('has results without elements, and constant ones', async () => {
    const step = runtime.prepare(
      (i) => ({ none: tf.slice(input(i), [0], [0]), five: tf.scalar(5), same: input(i) }),
      { name: 'odd', variables: {} },
    );
    const none = { shape: [0], dtype: 'float32', data: new Float32Array(0) };
    expect(await step.run({ x: vector(1, 2) })).toEqual({ none, five: scalar(5), same: vector(1, 2) });
    expect(await step.run({ x: vector() })).toEqual({ none, five: scalar(5), same: none });
  });

  it('measures nodes by phase and layer', async () => {
    const profiles: GraphProfile[] = [];
    const measured = await OnnxRuntime.create({ threads: 1, onProfile: (profile) => profiles.push(profile) });
    const weight = tf.variable<tf.Rank>(tf.ones([8, 8]));
    const step = measured.prepare((i) => {
      const { value, grads } = tf.variableGrads(
        () => tf.sum(tf.exp(tf.matMul(input(i), weight))) as tf.Scalar,
        [weight as tf.Variable],
      );
      weight.assign(tf.sub(weight, grads[weight.name] as tf.Tensor));
      return { value };
    }, { name: 'measured', variables: { 'encoder.layer.0.weight': weight } });
    for (let run = 0; run < 3; run++) await step.run({ x: randomTensor({ shape: [4, 8] }, 1) });
    await step.dispose();
    expect(profiles).toMatchObject([{ step: 'measured', runs: 3 }]);
    const rows = profiles[0]?.rows ?? [];
    expect(
      rows.find(({ op, phase }) => op === 'Gemm' && phase === 'forward'),
    ).toMatchObject({ layer: 'encoder.layer.0', calls: 3 });
    expect(new Set(rows.map(({ phase }) => phase))).toEqual(new Set(['forward', 'backward', 'update']));
    await measured.dispose();
    weight.dispose();
  });

  it('checks its options', async () => {
    await expect(OnnxRuntime.create({ threads: 0 })).rejects.toThrow(
      'expected threads to be a whole number from 1, received 0',
    );
    await expect(OnnxRuntime.create({ graphLimit: 1.5 })).rejects.toThrow('expected graphLimit');
    await expect(OnnxRuntime.create({ spinning: -1 })).rejects.toThrow('expected spinning to be a whole number from 0, received -1');
  });

  it('does not keep a process alive that forgot to dispose it', () => {
    const script = join(__dirname, '..', '..', `.forgetful-${process.pid}.mjs`);
    writeFileSync(script, `
      import * as tf from '@tensorflow/tfjs-core';
      import { OnnxRuntime } from '@electra-ts/compiler';
      const runtime = await OnnxRuntime.create();
      const step = runtime.prepare(({ x }) => ({ y: tf.neg(x) }), { name: 'neg', variables: {} });
      const { y } = await step.run({ x: { shape: [1], dtype: 'float32', data: Float32Array.of(3) } });
      console.log(y.data[0]);`);
    try {
      const { stdout, status } = spawnSync(process.execPath, [script], {
        encoding: 'utf8',
        timeout: 20_000,
        env: { ...process.env, FORCE_COLOR: '0' },
      });
      expect([stdout.trim(), status]).toEqual(['-3', 0]);
    } finally {
      rmSync(script);
    }
  });
});

function bytes({ data }: HostTensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
