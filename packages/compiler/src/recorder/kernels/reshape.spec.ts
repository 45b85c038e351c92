import { KernelBench } from './kernels.fixture.js';

describe('reshape', () => {
  it('joins reshapes, and finds its way back to the source', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2, 3]);
    const flat = bench.run('Reshape', { x }, { shape: [6] });
    expect(bench.run('Reshape', { x: flat }, { shape: [2, -1] })).toMatchObject({ name: 'x', shape: [2, 3] });
    const tall = bench.run('ExpandDims', { input: flat }, { dim: 1 });
    expect(bench.recorder.graph.makerOf(tall.name as string)?.inputs[0]).toBe('x');
    expect(tall.shape).toEqual([6, 1]);
  });

  it('writes nothing for constants', () => {
    const bench = new KernelBench();
    const numbers = bench.recorder.constant([1, 2], [2], 'float32');
    expect(bench.run('Reshape', { x: numbers }, { shape: [1, 2] })).toMatchObject({ values: [1, 2], shape: [1, 2] });
    expect(bench.ops).toEqual([]);
  });
});
