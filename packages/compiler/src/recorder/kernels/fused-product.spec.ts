import { KernelBench } from './kernels.fixture.js';

describe('fused products', () => {
  it('carry their factor inside', () => {
    const bench = new KernelBench();
    const [a, b] = [bench.input('a', [2, 4]), bench.input('b', [4, 3])];
    bench.run('ElectraScaledMatMul', { a, b }, { transposeA: false, transposeB: false, alpha: 0.5 });
    expect(bench.recorder.graph.nodes).toMatchObject([{ op: 'Gemm', attributes: { alpha: { float: 0.5 } } }]);
  });

  it('has no gradient for an embedding without ids', () => {
    const bench = new KernelBench();
    const inputs = { dy: bench.input('dy', [0, 2]), ids: bench.integers('ids', [0]) };
    expect(bench.run('ElectraEmbeddingGrad', inputs, { rows: 3 })).toMatchObject({ uniform: 0, shape: [3, 2] });
  });
});
