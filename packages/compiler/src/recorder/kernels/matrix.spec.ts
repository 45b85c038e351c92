import { KernelBench } from './kernels.fixture.js';

describe('matrix', () => {
  it('transposes operands inside the product', () => {
    const bench = new KernelBench();
    const [a, b] = [bench.input('a', [4, 2]), bench.input('b', [3, 4])];
    const product = bench.run('BatchMatMul', { a, b }, { transposeA: true, transposeB: true });
    expect(product.shape).toEqual([2, 3]);
    expect(bench.recorder.graph.nodes).toMatchObject([{ op: 'Gemm', attributes: { transA: 1, transB: 1 } }]);
  });

  it('reads a row that lies as a column as a row', () => {
    const bench = new KernelBench();
    const [weights_N1, x_ND] = [bench.input('weights', [4, 1]), bench.input('x', [4, 3])];
    const product = bench.run('BatchMatMul', { a: weights_N1, b: x_ND }, { transposeA: true, transposeB: false });
    expect(product.shape).toEqual([1, 3]);
    expect(bench.recorder.graph.nodes).toMatchObject([{ op: 'Reshape' }, { op: 'Gemm', attributes: { transA: 0, transB: 0 } }]);
  });

  it('uses the fused product for batches with transposed operands or a factor', () => {
    const bench = new KernelBench();
    const [a, b] = [bench.input('a', [5, 2, 4]), bench.input('b', [5, 4, 3])];
    bench.run('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });
    bench.run('ElectraScaledMatMul', { a, b }, { transposeA: false, transposeB: false, alpha: 0.5 });
    expect(bench.ops).toEqual(['MatMul', 'FusedMatMul']);
  });

  it('is zero over no elements', () => {
    const bench = new KernelBench();
    const product = { a: bench.input('a', [2, 0]), b: bench.input('b', [0, 3]) };
    expect(bench.run('BatchMatMul', product, { transposeA: false, transposeB: false })).toMatchObject({
      uniform: 0,
      shape: [2, 3],
    });
  });

  it('refuses an activation it does not know', () => {
    const bench = new KernelBench();
    const operands = { a: bench.input('a', [2, 4]), b: bench.input('b', [4, 3]) };
    expect(
      () => bench.run('_FusedMatMul', operands, { activation: 'prelu' }),
    ).toThrow(/activation 'prelu'.*linear, relu/);
  });
});
