import { KernelBench } from './kernels.fixture.js';

describe('reduction', () => {
  it('knows the result over constants and over nothing', () => {
    const bench = new KernelBench();
    const twos = bench.recorder.uniform(2, [3, 2], 'float32');
    expect(bench.run('Sum', { x: twos }, { axis: [0], keepDims: false })).toMatchObject({ uniform: 6, shape: [2] });
    expect(
      bench.run('Mean', { x: twos }, { axis: [0, 1], keepDims: true }),
    ).toMatchObject({ uniform: 2, shape: [1, 1] });
    expect(bench.run('Prod', { x: twos }, { axis: [1], keepDims: false }).uniform).toBe(4);
    const empty = bench.input('x', [0, 2]);
    expect(bench.run('Max', { x: empty }, { reductionIndices: [0] }).uniform).toBe(Number.NEGATIVE_INFINITY);
    expect(bench.run('Mean', { x: empty }, { axis: [0] }).uniform).toBe(0);
    expect(bench.run('All', { x: empty }, { axis: [0] }).uniform).toBe(1);
    expect(bench.run('Any', { x: empty }, { axis: [0] }).uniform).toBe(0);
    expect(bench.ops).toEqual([]);
  });

  it('looks for the extremes of long rows in as many equal parts as there are up to 16', () => {
    const places = (shape: number[], axis = 1) => {
      const bench = new KernelBench();
      expect(bench.run('ArgMax', { x: bench.input('x', shape) }, { axis })).toMatchObject({ dtype: 'int32', shape: shape.filter((_, index) => index !== axis) });
      return bench.recorder.graph.nodes.filter(({ op }) => op.startsWith('Arg')).map(({ inputs }) => bench.recorder.graph.typeOf(inputs[0] as string).shape);
    };
    expect(places([608, 30522])).toEqual([[608, 6], [608, 5087]]);
    expect(places([3, 4096])).toEqual([[3, 16], [3, 256]]);
    // A prime number, a short row, another axis.
    expect(places([3, 4099])).toEqual([[3, 4099]]);
    expect(places([3, 4000])).toEqual([[3, 4000]]);
    expect(places([8192, 3], 0)).toEqual([[8192, 3]]);
  });

  it('is a reshape where the axes have length 1', () => {
    const bench = new KernelBench();
    bench.run('Sum', { x: bench.input('x', [3, 1]) }, { axis: [1], keepDims: false });
    expect(bench.ops).toEqual(['Reshape']);
  });
});
