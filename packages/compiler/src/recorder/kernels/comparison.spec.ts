import { KernelBench } from './kernels.fixture.js';

describe('comparison', () => {
  it('gives booleans, of the shape of both', () => {
    const bench = new KernelBench();
    const pair = { a: bench.input('x', [2, 1]), b: bench.input('y', [3]) };
    expect(bench.run('Less', pair)).toMatchObject({ dtype: 'bool', shape: [2, 3] });
    expect(bench.run('NotEqual', pair)).toMatchObject({ dtype: 'bool', shape: [2, 3] });
    expect(bench.ops).toEqual(['Less', 'Equal', 'Not']);
  });
});
