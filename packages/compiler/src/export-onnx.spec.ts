/* B batch, T tokens, A heads, D width, V vocabulary, C classes. */
import * as tf from '@tensorflow/tfjs-core';
import { attention, embeddingLookup, gelu, layerNorm, linear } from '@electra-ts/ops';
import * as fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type ExportOptions, exportOnnx } from './export-onnx.js';
import type { HostTensor } from './host-tensor.js';
import { expectClose } from './testing/expect-close.fixture.js';
import { randomTensor } from './testing/random-tensor.fixture.js';

const [A, D, V, C] = [2, 8, 20, 3] as const;
const text = { shape: ['batch', 'sequence'], dtype: 'int32' } as const;
type Inputs = Readonly<Record<string, tf.Tensor>>;

describe('exportOnnx', () => {
  let variables: Record<string, tf.Variable>;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    const shapes = { words: [V, D], positions: [40, D], up: [4 * D, D], upBias: [4 * D], head: [C, D], headBias: [C], scale: [D], shift: [D] };
    variables = Object.fromEntries(Object.entries(shapes).map(([name, shape], seed) => [name, tf.variable(tf.tensor(randomTensor({ shape }, seed).data, shape))]));
  });
  afterAll(() => tf.dispose(variables));

  /** A classifier of texts with one block of a transformer. */
  function classify({ ids, mask }: Inputs): { logits: tf.Tensor; states: tf.Tensor } {
    const { words, positions, up, upBias, head, headBias, scale, shift } = variables as Record<string, tf.Tensor2D & tf.Tensor1D>;
    const [batch, tokens] = (ids as tf.Tensor).shape as [number, number];
    const found = embeddingLookup(words, tf.reshape(ids as tf.Tensor2D, [batch * tokens]));
    const embedded = tf.add(tf.reshape(found, [batch, tokens, D]), tf.slice(positions, [0, 0], [tokens, D]));
    const split = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [batch, tokens, A, D / A]), [0, 2, 1, 3]) as tf.Tensor4D;
    const bias = tf.reshape(tf.mul(tf.sub(tf.cast(mask as tf.Tensor, 'float32'), 1), 1e4), [batch, 1, 1, tokens]) as tf.Tensor4D;
    const heads = attention(split(embedded), split(embedded), split(embedded), bias, null);
    const context = tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), [batch * tokens, D]) as tf.Tensor2D;
    const hidden = gelu(linear(layerNorm(context, scale, shift, 1e-6) as tf.Tensor2D, up, upBias));
    const states = tf.reshape(tf.add(tf.slice(hidden, [0, 0], [batch * tokens, D]), tf.ones([batch * tokens, D])), [batch, tokens, D]);
    const first = tf.reshape(tf.slice(states, [0, 0, 0], [batch, 1, D]), [batch, D]) as tf.Tensor2D;
    return { logits: linear(first, head, headBias), states };
  }
  const hosts = (results: Readonly<Record<string, tf.Tensor>>): Record<string, HostTensor> =>
    Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, { shape: tensor.shape, dtype: 'float32', data: tensor.dataSync<'float32'>() }]));
  const options = (): ExportOptions => ({ name: 'classifier', variables, inputs: { ids: text, mask: text } });

  it('holds for batches and lengths that it was not recorded with', async () => {
    const session = await InferenceSession.create(exportOnnx(classify, options()));
    expect([session.inputNames, session.outputNames]).toEqual([['ids', 'mask'], ['logits', 'states']]);
    expect([...session.inputMetadata, ...session.outputMetadata].map((value) => 'shape' in value && [value.type, ...value.shape])).toEqual([
      ['int64', 'batch', 'sequence'],
      ['int64', 'batch', 'sequence'],
      ['float32', 'batch', C],
      ['float32', 'batch', 'sequence', D],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }), fc.integer(), async (batch, tokens, seed) => {
        const shape = [batch, tokens];
        const ids = randomTensor({ shape, dtype: 'int32', low: 0, high: V }, seed);
        const mask = randomTensor({ shape, dtype: 'int32', low: 0, high: 2 }, seed + 1);
        // Somebody to attend to.
        mask.data.fill(1, 0, 1);
        const tensors = Object.entries({ ids, mask }).map(([name, { data }]) => [name, new Tensor('int64', BigInt64Array.from(Array.from(data), BigInt), shape)]);
        const { logits, states } = await session.run(Object.fromEntries(tensors));
        const eager = tf.tidy(() => classify({ ids: tf.tensor(ids.data, shape, 'int32'), mask: tf.tensor(mask.data, shape, 'int32') }));
        const host = ({ dims, data }: Tensor): HostTensor => ({ shape: dims, dtype: 'float32', data: data as Float32Array });
        expectClose({ logits: host(logits as Tensor), states: host(states as Tensor) }, hosts(eager));
        tf.dispose(eager);
      }),
      { numRuns: 20 },
    );
    await session.release();
  });

  it('writes standard operations only, and the values of variables by name', () => {
    const content = Buffer.from(exportOnnx(classify, options())).toString('latin1');
    expect(content).not.toContain('com.microsoft');
    expect(content).not.toContain('state.');
    expect(content).toContain('upBias');
  });

  it('takes sizes that are numbers as they are', async () => {
    const session = await InferenceSession.create(exportOnnx(({ x }: Inputs) => ({ y: tf.reshape(x as tf.Tensor, [6]) }), { inputs: { x: { shape: [2, 3], dtype: 'float32' } } }));
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]) });
    expect([y?.dims, ...((y?.data ?? []) as Float32Array)]).toEqual([[6], 1, 2, 3, 4, 5, 6]);
    await session.release();
  });

  it('refuses what depends on a size otherwise', () => {
    const of = (fn: (x: tf.Tensor2D) => tf.Tensor) => () => exportOnnx(({ x }: Inputs) => ({ y: fn(x as tf.Tensor2D) }), { inputs: { x: { shape: ['rows', 4], dtype: 'float32' } } });
    expect(of((x) => tf.mul(x, x.shape[0]))).toThrow(/A constant .* of the node \S*Mul_\d+ \(Mul\) depends on the sizes/);
    expect(of((x) => (x.shape[0] > 6 ? tf.neg(x) : tf.exp(x)))).toThrow(/What is computed of the node \S*Exp_\d+/);
    expect(of((x) => (x.shape[0] > 6 ? tf.neg(tf.exp(x)) : tf.exp(x)))).toThrow(/The number of operations depends/);
    expect(of((x) => tf.slice(x, [0, 0], [x.shape[0] - 1, 4]))).toThrow(/A constant \(int64\[1\]\)/);
    expect(of((x) => tf.zeros([x.shape[0] + 1]).add(tf.sum(x)))).toThrow(/depends on|is no product/);
  });

  it('refuses functions with state, random numbers or two values of one name', () => {
    const w = tf.variable(tf.ones([2]), true, 'export-onnx-w');
    const inputs = { x: { shape: [2], dtype: 'float32' } } as const;
    const assigning = ({ x }: Inputs) => {
      w.assign(x as tf.Tensor);
      return { y: tf.neg(x as tf.Tensor) };
    };
    expect(() => exportOnnx(assigning, { variables: { w }, inputs })).toThrow(/'model' assigns the variable 'w'/);
    expect(() => exportOnnx(({ x }: Inputs) => ({ x: tf.neg(x as tf.Tensor) }), { inputs })).toThrow(/two values would be called 'x'/);
    expect(() => exportOnnx(({ x }: Inputs) => ({ Exp_0: tf.neg(tf.exp(x as tf.Tensor)) }), { inputs })).toThrow(/would be called 'Exp_0'/);
    w.dispose();
  });
});
