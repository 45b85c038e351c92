import { KernelBench } from './kernels.fixture.js';

describe('arithmetic', () => {
  it('writes nothing for zeros, ones and constants', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2, 3]);
    const filled = (value: number, shape = [2, 3]) => bench.recorder.uniform(value, shape, 'float32');
    expect(bench.run('Add', { a: x, b: filled(0) })).toBe(x);
    expect(bench.run('Add', { a: filled(0), b: x })).toBe(x);
    expect(bench.run('Sub', { a: x, b: filled(0) })).toBe(x);
    expect(bench.run('Multiply', { a: filled(1), b: x })).toBe(x);
    expect(bench.run('RealDiv', { a: x, b: filled(1, []) })).toBe(x);
    expect(bench.run('Multiply', { a: x, b: filled(0) }).uniform).toBe(0);
    expect(bench.run('Maximum', { a: filled(2), b: filled(3, []) })).toMatchObject({ uniform: 3, shape: [2, 3] });
    expect(bench.ops).toEqual([]);
  });

  it('broadcasts what it does not compute', () => {
    const bench = new KernelBench();
    const zeros = bench.recorder.uniform(0, [2, 3], 'float32');
    expect(bench.run('Add', { a: bench.input('x', [3]), b: zeros }).shape).toEqual([2, 3]);
    expect(bench.ops).toEqual(['Expand']);
  });

  it('sums a list in the order in which its terms become available', () => {
    const bench = new KernelBench();
    const x = bench.input('x', [2]);
    const gradient = (op: string) => {
      bench.recorder.label = 'backward';
      return bench.recorder.record(op, [x], x);
    };
    const [late, early] = [gradient('Exp'), gradient('Log')].reverse() as [typeof x, typeof x];
    bench.recorder.label = 'update';
    bench.run('AddN', { 0: bench.run('Neg', { x: late }), 1: bench.run('Neg', { x: early }) });
    const { nodes } = bench.recorder.graph;
    const sum = nodes.at(-1);
    expect(sum?.inputs.map((input) => bench.recorder.graph.makerOf(input)?.inputs[0])).toEqual([early.name, late.name]);
  });

  it('folds integers as integers', () => {
    const bench = new KernelBench();
    const whole = (value: number) => bench.recorder.uniform(value, [], 'int32');
    expect(bench.run('Sub', { a: whole(2), b: whole(5) }).uniform).toBe(-3);
  });

  it('multiplies where it would divide by a constant', () => {
    const bench = new KernelBench();
    bench.run('RealDiv', { a: bench.input('x', [2]), b: bench.recorder.scalar(4) });
    expect(bench.ops).toEqual(['Mul']);
    expect(bench.recorder.graph.constants[0]?.data).toEqual(Float32Array.of(0.25));
  });
});
