import { cast } from './cast.js';
import { KernelBench } from './kernels.fixture.js';

describe('cast', () => {
  it('converts constants while recording, towards zero', () => {
    const { recorder, ops } = new KernelBench();
    const numbers = recorder.constant([1.7, -1.7, 0], [3], 'float32');
    expect(cast(recorder, numbers, 'int32').values).toEqual([1, -1, 0]);
    expect(cast(recorder, numbers, 'bool').values).toEqual([1, 1, 0]);
    expect(cast(recorder, recorder.scalar(2.5), 'int32').uniform).toBe(2);
    expect(ops).toEqual([]);
  });

  it('writes nothing where the type is the same already', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2]);
    expect(cast(bench.recorder, x, 'float32')).toBe(x);
    cast(bench.recorder, x, 'int32');
    expect(bench.recorder.graph.nodes[0]).toMatchObject({ op: 'Cast', attributes: { to: 6 } });
  });

  it('refuses types that graphs do not have', () => {
    const bench = new KernelBench();
    expect(() => bench.run('Cast', { x: bench.input('x', [2]) }, { dtype: 'complex64' })).toThrow(
      "Cast: dtype 'complex64' cannot be compiled; expected float32, int32 or bool.",
    );
  });
});
