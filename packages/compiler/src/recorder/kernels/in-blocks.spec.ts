import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { gelu } from '@electra-ts/ops';
import { compile } from '../../compile.js';
import { inBlocks } from './in-blocks.js';
import { KernelBench } from './kernels.fixture.js';
import { multiply } from './arithmetic.js';

const square = (bench: KernelBench, shape: readonly number[]) => {
  const x = bench.input('x', shape);
  return inBlocks(bench.recorder, [x, x], (recorder, [a, b]) => multiply(recorder, a as typeof x, b as typeof x));
};

describe('inBlocks', () => {
  it('loops over the blocks of a large array', () => {
    const bench = new KernelBench();
    expect(square(bench, [4096, 1024]).shape).toEqual([4096, 1024]);
    expect(bench.ops).toEqual(['Reshape', 'Scan', 'Reshape']);
    const [, scan] = bench.recorder.graph.nodes;
    expect(scan?.attributes['body']).toMatchObject({
      body: { nodes: [{ op: 'Mul' }], inputs: [{ shape: [2 ** 18] }, { shape: [2 ** 18] }], outputs: [{ shape: [2 ** 18] }] },
    });
  });

  it.each([{ shape: [64, 64] }, { shape: [2 ** 20 + 1] }])('records an array of $shape as it is', ({ shape }) => {
    const bench = new KernelBench();
    square(bench, shape);
    expect(bench.ops).toEqual(['Mul']);
  });

  it('computes what eager execution computes', async () => {
    await tf.setBackend('cpu');
    const gradient = (dy: tf.Tensor, x: tf.Tensor): tf.Tensor => tf.grad(gelu)(x, dy);
    const wave = (scale: number, step: number) =>
      tf.tensor2d(Float32Array.from({ length: 2 ** 20 }, (_, index) => scale * Math.sin(step * index)), [1024, 1024]);
    const [dy, x] = [wave(1, 0.7), wave(6, 0.3)];
    const compiled = compile(gradient);
    const [graph, eager] = [await compiled(dy, x), gradient(dy, x)];
    const largest = tf.max(tf.abs(eager)).dataSync()[0] as number;
    expect(tf.max(tf.abs(tf.sub(graph, eager))).dataSync()[0]).toBeLessThan(1e-5 * largest);
    tf.dispose([dy, x, graph, eager]);
    await compiled.dispose();
  }, 30_000);
});
