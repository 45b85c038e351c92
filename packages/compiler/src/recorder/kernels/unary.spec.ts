import { KernelBench } from './kernels.fixture.js';

describe('unary', () => {
  it('leaves integers as they are where rounding would do nothing', () => {
    const bench = new KernelBench();
    const n = bench.integers('n', [3]);
    expect(bench.run('Floor', { x: n })).toBe(n);
    expect(bench.run('Ceil', { x: n })).toBe(n);
    expect(bench.ops).toEqual([]);
  });

  it('squares by a product of one operand, which the emitter recognizes', () => {
    const bench = new KernelBench();
    bench.run('Square', { x: bench.input('x', [3]) });
    expect(bench.recorder.graph.nodes[0]).toMatchObject({ op: 'Mul', inputs: ['x', 'x'] });
  });

  it('negates constants while recording', () => {
    const bench = new KernelBench();
    expect(bench.run('Neg', { x: bench.recorder.scalar(3) }).uniform).toBe(-3);
  });
});
