import { KernelBench } from './kernels.fixture.js';

describe('cross-entropy', () => {
  it('reads labels without making a one-hot matrix', () => {
    const bench = new KernelBench();
    const [logits, labels] = [bench.input('logits', [4, 7]), bench.integers('labels', [4])];
    const probs = bench.run('ElectraSoftmaxCrossEntropy', { logits, labels });
    expect(bench.run('ElectraMinusOneHot', { probs, labels }).shape).toEqual([4, 7]);
    expect(bench.ops).toContain('GatherElements');
    expect(bench.ops).not.toContain('Equal');
  });
});
