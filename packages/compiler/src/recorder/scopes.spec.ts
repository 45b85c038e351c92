import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { openScopes, phaseOf, randomOperationOf } from './scopes.js';

describe('scopes', () => {
  it('sees the forward and the backward part of a gradient', () => {
    const phases: string[] = [];
    tf.tidy(() => {
      phases.push(phaseOf(openScopes()));
      const observed = tf.customGrad((x) => {
        phases.push(phaseOf(openScopes()));
        const gradFunc = (dy: tf.Tensor | tf.Tensor[]) => {
          phases.push(phaseOf(openScopes()));
          return dy as tf.Tensor;
        };
        return { value: (x as tf.Tensor).clone(), gradFunc };
      });
      tf.grad((x) => observed(x))(tf.scalar(1));
    });
    expect(phases).toEqual(['update', 'forward', 'backward']);
  });

  it('knows the operations of tfjs that draw numbers', () => {
    expect(randomOperationOf(['step', 'dropout', 'randomUniform'])).toBe('dropout');
    expect(randomOperationOf(['step', 'matMul'])).toBeUndefined();
  });
});
