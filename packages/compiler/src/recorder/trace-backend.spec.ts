import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { traceBackend } from './register-trace-backend.js';
import { TRACE_BACKEND, type KernelCall } from './trace-backend.js';
import { withBackend } from './with-backend.js';

describe('TraceBackend', () => {
  const backend = traceBackend();
  beforeAll(() => tf.setBackend('cpu'));

  it('computes nothing outside of a recording', () => {
    expect(() => withBackend(TRACE_BACKEND, () => tf.scalar(1))).toThrow("'electra-trace' only records");
  });

  it('keeps count of references, so that tfjs knows when a symbol is gone', () => {
    const recorder = backend.begin();
    const id = backend.tensorOf(recorder.input('x', { shape: [2], dtype: 'float32' })).dataId;
    backend.incRef(id);
    expect(backend.refCount(id)).toBe(2);
    expect(backend.disposeData(id)).toBe(false);
    expect(backend.disposeData(id)).toBe(true);
    expect(backend.owns(id)).toBe(false);
    backend.end();
  });

  it('lists kernel calls where it is asked to', () => {
    const calls: KernelCall[] = [];
    const recorder = backend.begin(calls);
    const x = backend.tensorOf(recorder.input('x', { shape: [2], dtype: 'float32' }));
    withBackend(TRACE_BACKEND, () => tf.sum(x));
    expect(calls).toMatchObject([{ kernel: 'Sum', inputs: { x: { name: 'x' } }, outputs: [{ shape: [] }] }]);
    expect(calls[0]?.location).toContain('trace-backend.spec.ts');
    backend.end();
  });

  it('copies small tensors of other backends and leaves them there', () => {
    const three = tf.tensor1d([3, 4]);
    const recorder = backend.begin();
    expect(backend.symbolicOf(three)).toMatchObject({ shape: [2], values: Float32Array.of(3, 4) });
    expect(recorder.graph.nodes).toEqual([]);
    backend.end();
    expect([...three.dataSync()]).toEqual([3, 4]);
    three.dispose();
  });
});
