import { KernelBench } from './kernels.fixture.js';

describe('gelu', () => {
  it('is one node forward and has one exponential and one erf backward', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2, 3]);
    bench.run('ElectraGelu', { x });
    expect(bench.ops).toEqual(['Gelu']);
    bench.run('ElectraGeluGrad', { dy: bench.input('dy', [2, 3]), x });
    expect(bench.ops.filter((op) => op === 'Erf' || op === 'Exp').sort()).toEqual(['Erf', 'Exp']);
  });
});
