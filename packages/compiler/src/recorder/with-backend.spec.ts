import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { traceBackend } from './register-trace-backend.js';
import { TRACE_BACKEND } from './trace-backend.js';
import { withBackend } from './with-backend.js';

describe('withBackend', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('changes the backend for the time of a function, also when it throws', () => {
    traceBackend();
    expect(withBackend(TRACE_BACKEND, () => tf.getBackend())).toBe(TRACE_BACKEND);
    expect(tf.getBackend()).toBe('cpu');
    expect(() => withBackend(TRACE_BACKEND, () => { throw new Error('inside'); })).toThrow('inside');
    expect(tf.getBackend()).toBe('cpu');
  });

  it('refuses a backend that does not exist', () => {
    expect(() => withBackend('none', () => 1)).toThrow("tfjs has no backend 'none'");
  });
});
