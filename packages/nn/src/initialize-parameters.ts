import { fillTruncatedNormal, fillUniform, type RandomKey } from '@electra-ts/ops';
import { tensor, variable, type Variable } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import type { Shapes } from './encoder-shapes.js';

/** Weights that the reference creates with BERT's initializer: everything but those that keep TensorFlow's default. */
const TRUNCATED_NORMAL = /^((right_to_left\.)?electra\.(embeddings|encoder)|discriminator_predictions\.dense|generator_predictions)\./;

/**
 * New parameters, one trainable variable a shape. Layer norms start as the identity, biases at zero, weights from a
 * truncated normal distribution of standard deviation `config.initializerRange`. `embeddings_project`, the
 * discriminator's logit layer and task heads start Glorot uniform, as in the reference (modeling.py, run_pretraining.py
 * and finetune/classification: dense layers without an initializer of their own). Values depend on the seed, the order
 * of the names and the shapes only.
 */
export function initializeParameters(shapes: Shapes, config: ElectraConfig, seed: number): Record<string, Variable> {
  const entries = Object.entries(shapes).map(([name, shape], site): [string, Variable] => {
    const values = initialValues(name, shape, config.initializerRange, { seed, step: 0, site });
    const initial = tensor(values, [...shape], 'float32');
    const created = variable(initial);
    initial.dispose();
    return [name, created];
  });
  return Object.fromEntries(entries);
}

/** The values that a parameter of this name and shape starts from, by the rules of `initializeParameters`. */
export function initialValues(name: string, shape: readonly number[], stddev: number, key: RandomKey): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  if (name.endsWith('LayerNorm.weight')) {
    values.fill(1);
  } else if (shape.length === 2 && TRUNCATED_NORMAL.test(name)) {
    fillTruncatedNormal(values, key, stddev);
  } else if (shape.length === 2) {
    const limit = Math.sqrt(6 / (shape[0] + shape[1]));
    fillUniform(values, key);
    values.forEach((value, index) => (values[index] = (2 * value - 1) * limit));
  }
  return values;
}
