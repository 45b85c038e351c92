import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { traceBackend } from './register-trace-backend.js';
import { withSymbolicVariables } from './symbolic-variables.js';
import { TRACE_BACKEND } from './trace-backend.js';
import { withBackend } from './with-backend.js';

describe('withSymbolicVariables', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('restores variables and Variable.assign when the action throws', () => {
    const backend = traceBackend();
    const w = tf.variable(tf.scalar(5));
    const { assign } = tf.Variable.prototype;
    const { dataId } = w;
    const run = () =>
      withBackend(TRACE_BACKEND, () =>
        withSymbolicVariables(backend, backend.begin(), { w }, () => {
          expect(w.dataId).not.toBe(dataId);
          w.assign(tf.scalar(1));
          throw new Error('stop');
        }),
      );
    expect(run).toThrow('stop');
    backend.end();
    expect(w.dataId).toBe(dataId);
    expect(tf.Variable.prototype.assign).toBe(assign);
    expect(w.dataSync()[0]).toBe(5);
    w.dispose();
  });

  it('has an output for what was assigned only', () => {
    const backend = traceBackend();
    const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2))];
    const recorder = backend.begin();
    const uses = withBackend(
      TRACE_BACKEND,
      () => withSymbolicVariables(backend, recorder, { a, b }, () => a.assign(b)),
    );
    backend.end();
    expect(uses.map(({ output }) => output)).toEqual(['next.a', undefined]);
    expect(recorder.graph.outputs.map(({ name }) => name)).toEqual(['next.a']);
    tf.dispose([a, b]);
  });
});
