import { broadcastTo } from './broadcast-to.js';
import { KernelBench } from './kernels.fixture.js';

describe('broadcastTo', () => {
  it('expands inputs, not constants, and leaves equal shapes alone', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [1, 3]);
    expect(broadcastTo(bench.recorder, x, [1, 3])).toBe(x);
    expect(broadcastTo(bench.recorder, bench.recorder.scalar(2), [4])).toMatchObject({ uniform: 2, shape: [4] });
    expect(bench.ops).toEqual([]);
    expect(broadcastTo(bench.recorder, x, [2, 3]).shape).toEqual([2, 3]);
    expect(bench.ops).toEqual(['Expand']);
  });
});
