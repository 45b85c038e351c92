import { KernelBench } from './kernels.fixture.js';

describe('indexing', () => {
  it('adds up repeated ids with ScatterElements, which is exact with many threads', () => {
    const bench = new KernelBench();
    bench.run('ElectraEmbeddingGrad', { dy: bench.input('dy', [6, 4]), ids: bench.integers('ids', [6]) }, { rows: 3 });
    expect(bench.ops).toEqual(['Reshape', 'Expand', 'ScatterElements']);
    expect(bench.ops).not.toContain('ScatterND');
  });

  it('refuses what it would do wrong', () => {
    const bench = new KernelBench();
    const [indices, updates] = [bench.integers('indices', [4, 2]), bench.input('updates', [4])];
    expect(() => bench.run('ScatterNd', { indices, updates }, { shape: [3, 3] })).toThrow(/address 2 axes.*Flatten/);
    const x = bench.input('x', [2, 3, 4]);
    expect(() => bench.run('GatherV2', { x, indices }, { axis: 2, batchDims: 1 })).toThrow(/batchDims 1 with axis 2/);
  });

  it('gathers a constant from a constant', () => {
    const bench = new KernelBench();
    const ones = bench.recorder.uniform(1, [5, 2], 'float32');
    expect(
      bench.run('GatherV2', { x: ones, indices: bench.integers('i', [3]) }, { axis: 0, batchDims: 0 }),
    ).toMatchObject({
      uniform: 1,
      shape: [3, 2],
    });
  });
});
