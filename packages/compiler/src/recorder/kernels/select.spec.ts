import { KernelBench } from './kernels.fixture.js';

describe('select', () => {
  it('lets a condition of rank 1 choose rows', () => {
    const bench = new KernelBench();
    const condition = bench.recorder.input('c', { shape: [2], dtype: 'bool' });
    const [t, e] = [bench.input('t', [2, 3]), bench.input('e', [2, 3])];
    expect(bench.run('Select', { condition, t, e }).shape).toEqual([2, 3]);
    expect(bench.ops).toEqual(['Reshape', 'Where']);
  });

  it('does not repeat a single condition', () => {
    const bench = new KernelBench();
    const single = bench.recorder.input('c', { shape: [1, 1], dtype: 'bool' });
    const condition = bench.run('Tile', { x: single }, { reps: [2, 3] });
    bench.run('Select', { condition, t: bench.input('t', [2, 3]), e: bench.recorder.uniform(0, [2, 3], 'float32') });
    expect(bench.recorder.graph.nodes.at(-1)).toMatchObject({ op: 'Where', inputs: ['c', 't', expect.anything()] });
  });

  it('gives a uniform choice as a single number', () => {
    const bench = new KernelBench();
    const condition = bench.recorder.input('c', { shape: [2], dtype: 'bool' });
    bench.run('Select', { condition, t: bench.input('t', [2]), e: bench.recorder.uniform(0, [2], 'float32') });
    expect(bench.recorder.graph.constants[0]?.shape).toEqual([]);
  });
});
