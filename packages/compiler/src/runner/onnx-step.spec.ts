import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import type { HostTensor } from '../host-tensor.js';
import type { RequestKind } from './messages.js';
import { OnnxStep, type StepContext } from './onnx-step.js';
import { VariableKeys } from './variable-keys.js';
import type { WorkerClient } from './worker-client.js';

const vector = (...numbers: number[]): HostTensor => ({
  shape: [numbers.length],
  dtype: 'float32',
  data: Float32Array.from(numbers),
});

/** A worker that remembers what it was asked. */
const listening = (fail?: RequestKind) => {
  const asked: { kind: RequestKind; body: unknown }[] = [];
  const ask = async (kind: RequestKind, body: unknown) => {
    asked.push({ kind, body });
    if (kind === fail) throw new Error(`cannot ${kind}`);
    return kind === 'run' ? { y: vector(1) } : undefined;
  };
  let graphs = 0;
  const context: StepContext = {
    worker: { ask } as unknown as WorkerClient,
    keys: new VariableKeys(),
    settings: {
      engine: 'onnxruntime', threads: 1,
      spinning: 50,
      memoryPattern: false,
      optimization: 'disabled',
      executionProviders: ['cpu'],
      profile: false,
    },
    graphLimit: 2,
    check: false,
    onProfile: undefined,
    onPreparation: undefined,
    fallback: undefined,
    nextGraph: () => `graph ${graphs++}`,
  };
  return { context, asked, kinds: () => asked.map(({ kind }) => kind) };
};

describe('OnnxStep', () => {
  beforeAll(() => tf.setBackend('cpu'));
  const options = { name: 'test', variables: {}, seed: 5 };
  const negate = ({ x }: Readonly<Record<string, tf.Tensor>>) => ({ y: tf.neg(x as tf.Tensor) });

  it('has a graph of one size where that of all sizes cannot be loaded', async () => {
    let loads = 0;
    const { context, kinds } = listening();
    const { ask } = context.worker;
    const worker = { hasEnded: false, ask: async (...[kind, ...rest]: Parameters<typeof ask>) => (kind === 'load' && loads++ === 0 ? Promise.reject(new Error('bad_alloc')) : ask.call(context.worker, kind, ...rest)) } as unknown as WorkerClient;
    const step = new OnnxStep(negate, { ...options, shapes: { x: ['any'] } }, { ...context, worker });
    expect(await step.run({ x: vector(1, 2) })).toEqual({ y: vector(1) });
    expect(await step.run({ x: vector(1, 2) })).toEqual({ y: vector(1) });
    expect([loads, kinds().filter((kind) => kind === 'load').length]).toEqual([2, 1]);
  });

  it('loads a graph once, sends copies of the feeds that it needs, and unloads it at the end', async () => {
    const { context, asked, kinds } = listening();
    const step = new OnnxStep(negate, options, context);
    const x = vector(1, 2);
    await step.run({ x, unused: vector(9) }, 3);
    await step.run({ x, unused: vector(9) }, 4);
    await step.dispose();
    expect(kinds()).toEqual(['write', 'load', 'run', 'run', 'unload']);
    expect(asked[2]?.body).toEqual({ graph: 'graph 0', feeds: { x }, seed: 5, step: 3 });
    expect((asked[2]?.body as { feeds: Record<string, HostTensor> }).feeds['x']?.data).not.toBe(x.data);
  });

  it('gives the memory of shapes back that are not used any more', async () => {
    const { context, asked } = listening();
    const step = new OnnxStep(negate, options, context);
    for (const size of [1, 2, 3]) await step.run({ x: vector(...new Array<number>(size).fill(0)) });
    expect(asked.filter(({ kind }) => kind === 'unload')).toEqual([{ kind: 'unload', body: { graph: 'graph 0' } }]);
  });

  it('sends the value of a variable once, for all steps that use it', async () => {
    const { context, asked } = listening();
    const w = tf.variable<tf.Rank>(tf.scalar(2));
    const step = (inputs: Readonly<Record<string, tf.Tensor>>) => ({ y: tf.mul(w, inputs['x'] as tf.Tensor) });
    for (const name of ['first', 'second']) await new OnnxStep(
      step,
      { name, variables: { w } },
      context,
    ).run({ x: vector(1, 2) });
    const written = asked.filter(({ kind }) => kind === 'write').map(
      ({ body }) => Object.values((body as { values: object }).values).length,
    );
    expect(written).toEqual([1, 0]);
    w.dispose();
  });

  it('fails with the reason for which its graph could not be loaded', async () => {
    const { context } = listening('load');
    await expect(new OnnxStep(negate, options, context).run({ x: vector(1) })).rejects.toThrow('cannot load');
  });
});
