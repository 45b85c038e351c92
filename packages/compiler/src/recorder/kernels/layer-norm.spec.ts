import { KernelBench } from './kernels.fixture.js';

describe('layerNorm', () => {
  it('is one node forward, and backward takes row means by products', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2, 3, 4]);
    const [gamma, beta] = [bench.input('gamma', [4]), bench.input('beta', [4])];
    expect(bench.run('ElectraLayerNorm', { x, gamma, beta }, { epsilon: 1e-6 }).shape).toEqual([2, 3, 4]);
    expect(bench.ops).toEqual(['LayerNormalization']);
    const row = (name: string) => bench.input(name, [2, 3, 1]);
    const inputs = { dy: x, x, gamma, mean: row('mean'), inverseStd: row('inverseStd') };
    expect(bench.run('ElectraLayerNormGrad', inputs).shape).toEqual([2, 3, 4]);
    expect(bench.ops.filter((op) => op === 'Gemm')).toHaveLength(2);
    expect(bench.ops).not.toContain('ReduceMean');
  });
});
