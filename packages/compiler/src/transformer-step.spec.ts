/* A joint step of ELECTRA's shape. B batch, T tokens, D width, N = B*T, V vocabulary, M masked positions. */
import * as tf from '@tensorflow/tfjs-core';
import {
  attention,
  dropout,
  embeddingLookup,
  gelu,
  layerNorm,
  linear,
  project,
  projectionCrossEntropy,
  stopGradient,
  type RandomSource,
} from '@electra-ts/ops';
import fc from 'fast-check';
import type { HostTensor } from './host-tensor.js';
import { EagerRuntime } from './runner/eager-runtime.js';
import { OnnxRuntime } from './runner/onnx-runtime.js';
import type { StepFunction } from './runtime.js';
import { expectClose } from './testing/expect-close.fixture.js';
import { randomTensor } from './testing/random-tensor.fixture.js';

const [B, T, D, V, A, M] = [2, 6, 8, 13, 2, 4] as const;
const N = B * T;

const shapes: Readonly<Record<string, readonly number[]>> = {
  'embeddings.weight': [V, D],
  'norm.weight': [D],
  'norm.bias': [D],
  'layer.0.query.weight': [D, D],
  'layer.0.query.bias': [D],
  'layer.0.dense.weight': [D, D],
  'layer.0.dense.bias': [D],
  'head.bias': [V],
  'detector.weight': [1, D],
  'detector.bias': [1],
};

type Variables = Record<string, tf.Variable>;

const createVariables = (): Variables =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape], index) => [
      name,
      tf.variable(tf.tensor(randomTensor({ shape, low: -0.5, high: 0.5 }, index).data as Float32Array, [...shape])),
    ]),
  );

const step =
  (v: Variables): StepFunction =>
  (inputs, random) => {
    const [ids_N, positions_M, labels_M] = ['ids', 'positions', 'labels'].map(
      (name) => inputs[name] as tf.Tensor1D,
    ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const encode = (tokens_N: tf.Tensor1D, source: RandomSource): tf.Tensor2D => {
      const embedded = embeddingLookup(v['embeddings.weight'] as tf.Tensor2D, tokens_N);
      const x_ND = dropout(
        layerNorm(embedded, v['norm.weight'] as tf.Tensor1D, v['norm.bias'] as tf.Tensor1D, 1e-12),
        source.keepMask([N, D], 0.1),
      ) as tf.Tensor2D;
      const q_ND = linear(x_ND, v['layer.0.query.weight'] as tf.Tensor2D, v['layer.0.query.bias'] as tf.Tensor1D);
      const heads = tf.transpose(tf.reshape(q_ND, [B, T, A, D / A]), [0, 2, 1, 3]) as tf.Tensor4D;
      const mixed = attention(
        heads,
        heads,
        heads,
        tf.zeros([B, 1, 1, T]),
        source.keepMask([B, A, T, T], 0.1) as tf.Tensor4D,
      );
      const joined_ND = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [N, D]) as tf.Tensor2D;
      const dense_ND = gelu(
        linear(joined_ND, v['layer.0.dense.weight'] as tf.Tensor2D, v['layer.0.dense.bias'] as tf.Tensor1D),
      );
      return tf.add(x_ND, dense_ND);
    };
    const parts: Record<string, tf.Scalar> = {};
    const loss = (): tf.Scalar => {
      const hidden_MD = tf.gather(encode(ids_N, random), positions_M) as tf.Tensor2D;
      const [table, bias] = [v['embeddings.weight'] as tf.Tensor2D, v['head.bias'] as tf.Tensor1D];
      const generator = tf.mean(projectionCrossEntropy(hidden_MD, table, bias, labels_M)) as tf.Scalar;
      const logits_MV = project(stopGradient(hidden_MD), stopGradient(table), stopGradient(bias));
      const running_MV = tf.cumsum(tf.softmax(logits_MV), 1);
      const sampled_M = tf.sum(tf.less(running_MV, random.uniform([M, 1])), 1) as tf.Tensor1D;
      const at_M1 = tf.expandDims(positions_M, 1);
      const corrupted_N = tf.tensorScatterUpdate(tf.add(ids_N, tf.scalar(0, 'int32')), at_M1, sampled_M) as tf.Tensor1D;
      const original_N = tf.tensorScatterUpdate(tf.add(ids_N, tf.scalar(0, 'int32')), at_M1, labels_M);
      const replaced_N = tf.cast(tf.notEqual(corrupted_N, original_N), 'float32');
      const z_N = tf.reshape(
        linear(encode(corrupted_N, random), v['detector.weight'] as tf.Tensor2D, v['detector.bias'] as tf.Tensor1D),
        [N],
      );
      const bce = tf.add(tf.sub(tf.relu(z_N), tf.mul(z_N, replaced_N)), tf.softplus(tf.neg(tf.abs(z_N))));
      const detector = tf.mean(bce) as tf.Scalar;
      parts['replaced'] = tf.keep(tf.sum(replaced_N)) as tf.Scalar;
      return tf.add(generator, tf.mul(detector, 5));
    };
    const { value, grads } = tf.variableGrads(loss, Object.values(v));
    const norm = tf.sqrt(
      tf.addN(Object.values(v).map((variable) => tf.sum(tf.square(grads[variable.name] as tf.Tensor)))),
    );
    for (const variable of Object.values(v)) {
      variable.assign(tf.sub(variable, tf.mul(tf.div(grads[variable.name] as tf.Tensor, tf.maximum(norm, 1)), 0.1)));
    }
    return { loss: value, norm, ...parts };
  };

const feeds = (seed: number): Record<string, HostTensor> => {
  const positions = { shape: [M], dtype: 'int32', data: Int32Array.of(1, 4, 7, 11) } as const;
  const tokens = (shape: readonly number[], key: number) => randomTensor(
    { shape, dtype: 'int32', low: 0, high: V },
    key,
  );
  return { ids: tokens([N], seed), positions, labels: tokens([M], seed + 1) };
};

describe('a joint step', () => {
  let compiled: OnnxRuntime;
  let eager: EagerRuntime;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    compiled = await OnnxRuntime.create();
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });
  afterAll(() => compiled.dispose());

  it('computes what eager execution does: results, noise, samples and every variable, over steps', async () => {
    const [forGraph, forEager] = [createVariables(), createVariables()];
    const graph = compiled.prepare(step(forGraph), { name: 'joint', variables: forGraph, seed: 9 });
    const reference = eager.prepare(step(forEager), { name: 'joint', variables: forEager, seed: 9 });
    for (let number = 0; number < 3; number++) {
      expectClose(await graph.run(feeds(number), number), await reference.run(feeds(number), number));
      expectClose(await compiled.read(forGraph), await eager.read(forEager));
    }
    tf.dispose([forGraph, forEager]);
  });

  it('repeats bit for bit', async () => {
    const train = async () => {
      const variables = createVariables();
      const prepared = compiled.prepare(step(variables), { name: 'joint', variables, seed: 9 });
      for (let number = 0; number < 4; number++) await prepared.run(feeds(number), number);
      const values = await compiled.read(variables);
      tf.dispose(variables);
      return Object.values(values).flatMap(({ data }) => [...data]);
    };
    expect(await train()).toEqual(await train());
  });

  it('passes its own check', async () => {
    const checking = await OnnxRuntime.create({ check: true, threads: 1 });
    const variables = createVariables();
    const prepared = checking.prepare(step(variables), { name: 'joint', variables, seed: 9 });
    expect((await prepared.run(feeds(1), 0))['loss']?.data[0]).toBeGreaterThan(0);
    await checking.dispose();
    tf.dispose(variables);
  });
});

describe('fused operations', () => {
  it('agree with their composites and gradients for any shape', async () => {
    const [compiled, eager] = [
      await OnnxRuntime.create({ threads: 1, graphLimit: 2 }),
      await EagerRuntime.create({ backend: 'cpu' }),
    ];
    const block: StepFunction = ({ x, gamma, beta }) => {
      const f = (...args: tf.Tensor[]) => gelu(
        layerNorm(args[0] as tf.Tensor, args[1] as tf.Tensor1D, args[2] as tf.Tensor1D, 1e-6),
      );
      const y = f(x as tf.Tensor, gamma as tf.Tensor, beta as tf.Tensor);
      const [dx, dGamma, dBeta] = tf.grads(f)(
        [x, gamma, beta] as tf.Tensor[],
        tf.cos(y),
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { y, dx, dGamma, dBeta };
    };
    const options = { name: 'block', variables: {} };
    const [graph, reference] = [compiled.prepare(block, options), eager.prepare(block, options)];
    const sizes = fc.tuple(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 2, max: 9 }),
      fc.nat(1000),
    );
    await fc.assert(
      fc.asyncProperty(sizes, async ([leading, width, seed]) => {
        const tensors = {
          x: randomTensor({ shape: [...leading, width], low: -3, high: 3 }, seed),
          gamma: randomTensor({ shape: [width] }, seed + 1),
          beta: randomTensor({ shape: [width] }, seed + 2),
        };
        expectClose(await graph.run(tensors), await reference.run(tensors));
      }),
      { numRuns: 25, seed: 1 },
    );
    await compiled.dispose();
  });
});
