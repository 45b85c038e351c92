import { Recorder } from './recorder.js';

describe('Recorder', () => {
  it('never asks for an input without elements', () => {
    const recorder = new Recorder();
    expect(recorder.input('x', { shape: [0, 2], dtype: 'float32' }).uniform).toBe(0);
    expect(recorder.graph.inputs).toEqual([]);
  });

  it('keeps equal numbers as one and different ones as they are', () => {
    const recorder = new Recorder();
    expect(recorder.constant([2, 2], [2], 'float32').uniform).toBe(2);
    expect(recorder.constant([2, 3], [2], 'float32').values).toEqual([2, 3]);
    expect(recorder.constant([0, -0], [2], 'float32').uniform).toBeUndefined();
  });

  it('writes a uniform value out when small and expands it when large', () => {
    const recorder = new Recorder();
    recorder.nameOf(recorder.uniform(1, [4], 'float32'));
    expect(recorder.graph.constants[0]?.data).toEqual(Float32Array.of(1, 1, 1, 1));
    recorder.nameOf(recorder.uniform(1, [100, 100], 'float32'));
    expect(recorder.graph.nodes.map(({ op }) => op)).toEqual(['Expand']);
  });

  it('writes one symbolic value once', () => {
    const recorder = new Recorder();
    const value = recorder.constant(Float32Array.from({ length: 100 }, (_, index) => index), [100], 'float32');
    expect(recorder.nameOf(value)).toBe(recorder.nameOf(value));
    expect(recorder.graph.constants).toHaveLength(1);
  });

  it('gives a uniform operand as a scalar only where the other one has the shape of the result', () => {
    const recorder = new Recorder();
    const ones = recorder.uniform(1, [2, 3], 'float32');
    const wide = recorder.input('x', { shape: [2, 3], dtype: 'float32' });
    const narrow = recorder.input('y', { shape: [3], dtype: 'float32' });
    expect(recorder.repeatable(ones, wide, [2, 3]).shape).toEqual([]);
    expect(recorder.repeatable(ones, narrow, [2, 3]).shape).toEqual([2, 3]);
  });

  it('records no operation without elements', () => {
    const recorder = new Recorder();
    const x = recorder.input('x', { shape: [2], dtype: 'float32' });
    expect(recorder.record('Slice', [x], { shape: [0], dtype: 'float32' }).uniform).toBe(0);
    expect(recorder.graph.nodes).toEqual([]);
  });
});
