import { KernelBench } from './kernels.fixture.js';

describe('fill', () => {
  it('knows its numbers while recording', () => {
    const bench = new KernelBench();
    expect(
      bench.run('Fill', {}, { shape: [2], value: 3, dtype: 'int32' }),
    ).toMatchObject({ uniform: 3, dtype: 'int32' });
    expect(bench.run('Range', {}, { start: 1, stop: 6, step: 2, dtype: 'float32' }).values).toEqual(Float32Array.of(1, 3, 5));
    expect(bench.run('LinSpace', {}, { start: 0, stop: 1, num: 3 }).values).toEqual([0, 0.5, 1]);
    expect(bench.run('OnesLike', { x: bench.integers('x', [2]) })).toMatchObject({ uniform: 1, dtype: 'int32' });
    expect(bench.ops).toEqual([]);
  });
});
