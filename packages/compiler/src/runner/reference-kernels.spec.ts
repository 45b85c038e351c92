import * as tf from '@tensorflow/tfjs-core';
import { fusedKernels, gelu, layerNorm, projectionCrossEntropy } from '@electra-ts/ops';
import { referenceKernel } from './reference-kernels.js';

const close = (a: tf.Tensor, b: tf.Tensor) => expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]).toBeLessThan(1e-5);
const run = (name: string, inputs: Record<string, tf.Tensor>, attributes: unknown = {}) =>
  [referenceKernel(name)?.(inputs, attributes)].flat() as tf.Tensor[];

describe('referenceKernel', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('knows every fused kernel and no other', () => {
    for (const name of Object.values(fusedKernels)) expect(referenceKernel(name)).toBeDefined();
    expect(referenceKernel('Add')).toBeUndefined();
  });

  it('agrees with the operations of ops and their gradients', () => {
    const x = tf.tensor2d([[1, -2, 0.5], [0.1, 3, -1]]);
    const [gamma, beta] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([0, 1, 0])];
    const dy = tf.tensor2d([[1, 2, 3], [-1, 0.5, 1]]);
    const [y, mean, inverseStd] = run(
      'ElectraLayerNorm',
      { x, gamma, beta },
      { epsilon: 1e-6 },
    ) as [tf.Tensor, tf.Tensor, tf.Tensor];
    close(y, layerNorm(x, gamma, beta, 1e-6));
    const gradients = tf.grads(
      (...args: tf.Tensor[]) => layerNorm(args[0] as tf.Tensor, args[1] as tf.Tensor1D, args[2] as tf.Tensor1D, 1e-6),
    );
    const expected = gradients([x, gamma, beta], dy);
    run('ElectraLayerNormGrad', { dy, x, gamma, mean, inverseStd }).forEach(
      (value, index) => close(value, expected[index] as tf.Tensor),
    );
    close(run('ElectraGelu', { x })[0] as tf.Tensor, gelu(x));
    close(run('ElectraGeluGrad', { dy, x })[0] as tf.Tensor, tf.grad(gelu)(x, dy));
  });

  it('has the cross-entropy and its gradient', () => {
    const [h, table, bias] = [
      tf.tensor2d([[1, 2], [0, 1]]),
      tf.tensor2d([[1, 0], [0, 1], [1, 1]]),
      tf.tensor1d([0, 0.5, 0]),
    ];
    const labels = tf.tensor1d([2, 0], 'int32');
    const logits = tf.add(tf.matMul(h, table, false, true), bias);
    const [probs, nll] = run('ElectraSoftmaxCrossEntropy', { logits, labels }) as [tf.Tensor, tf.Tensor];
    close(nll, projectionCrossEntropy(h, table, bias, labels));
    close(
      run('ElectraMinusOneHot', { probs, labels })[0] as tf.Tensor,
      tf.sub(probs, tf.tensor2d([[0, 0, 1], [1, 0, 0]])),
    );
  });

  it('sums the gradients of repeated ids', () => {
    const ids = tf.tensor1d([1, 1, 2], 'int32');
    const [sums] = run('ElectraEmbeddingGrad', { dy: tf.tensor2d([[1], [2], [3]]), ids }, { rows: 4 });
    expect([...(sums as tf.Tensor).dataSync()]).toEqual([0, 3, 3, 0]);
  });
});
