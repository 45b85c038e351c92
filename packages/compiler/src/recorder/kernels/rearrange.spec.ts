import { KernelBench } from './kernels.fixture.js';

describe('rearrange', () => {
  it('joins transpositions, and writes none that moves nothing', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2, 3, 4]);
    const once = bench.run('Transpose', { x }, { perm: [2, 0, 1] });
    expect(bench.run('Transpose', { x: once }, { perm: [1, 2, 0] })).toMatchObject({ name: 'x' });
    expect(bench.ops).toEqual(['Transpose']);
    bench.run('Transpose', { x: bench.input('row', [1, 5]) }, { perm: [1, 0] });
    expect(bench.ops).toEqual(['Transpose', 'Reshape']);
  });

  it('joins only parts that have elements', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2, 3]);
    expect(bench.run('Concat', { 0: x, 1: bench.input('none', [2, 0]) }, { axis: 1 })).toBe(x);
    const ones = bench.recorder.uniform(1, [2], 'float32');
    expect(bench.run('Concat', { 0: ones, 1: ones }, { axis: 0 })).toMatchObject({ uniform: 1, shape: [4] });
  });

  it('repeats axes of length 1 by broadcasting', () => {
    const bench = new KernelBench();
    bench.run('Tile', { x: bench.input('x', [1, 3]) }, { reps: [4, 1] });
    bench.run('Tile', { x: bench.input('y', [2, 3]) }, { reps: [4, 1] });
    expect(bench.ops).toEqual(['Expand', 'Tile']);
  });
});
