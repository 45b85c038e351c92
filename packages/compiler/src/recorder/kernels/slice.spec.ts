import { KernelBench } from './kernels.fixture.js';

describe('slice', () => {
  it('cuts only the axes that become shorter', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [4, 5]);
    expect(bench.run('Slice', { x }, { begin: [0, 0], size: [4, -1] })).toBe(x);
    bench.run('Slice', { x }, { begin: [0, 1], size: [4, 2] });
    const [, starts, ends, axes] = bench.recorder.graph.nodes[0]?.inputs ?? [];
    const data = (name?: string) => bench.recorder.graph.constants.find((constant) => constant.name === name)?.data;
    expect([starts, ends, axes].map(data)).toEqual([BigInt64Array.of(1n), BigInt64Array.of(3n), BigInt64Array.of(1n)]);
  });

  it('splits constants into constants', () => {
    const bench = new KernelBench();
    const zeros = bench.recorder.uniform(0, [4], 'float32');
    expect(
      bench.run('SplitV', { x: zeros }, { numOrSizeSplits: 2, axis: 0 }),
    ).toMatchObject({ uniform: 0, shape: [2] });
    expect(bench.ops).toEqual([]);
  });
});
