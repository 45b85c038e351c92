/* M rows, V classes in G groups, E width. */
import { project, projectionCrossEntropy } from '@electra-ts/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { StepFunction } from '../runtime.js';

const [M, V, G, E] = [1024, 24, 4, 8] as const;

/** Inputs of `groupedProbabilities`. */
export const groupedTypes = {
  h: { shape: [M, E], dtype: 'float32' },
  table: { shape: [V, E], dtype: 'float32' },
  bias: { shape: [V], dtype: 'float32' },
  labels: { shape: [M], dtype: 'int32' },
} as const;
export const groupedLabels = { low: 0, high: V } as const;

/** The gradients of a cross-entropy, whose probabilities are summed by groups too, and a sum over its many rows. */
export const groupedProbabilities: StepFunction = ({ h, table, bias, labels }) => {
  const operands = [h, table, bias] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
  const loss = (...given: tf.Tensor[]) => tf.mean(projectionCrossEntropy(...(given as typeof operands), labels as tf.Tensor1D)) as tf.Scalar;
  const [byH, byTable, byBias] = tf.grads(loss)(operands) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { h: byH, table: byTable, bias: byBias, groups: tf.sum(tf.reshape(tf.softmax(project(...operands)), [M, G, V / G]), 2), sums: tf.sum(byH, 0) };
};
