import { oneHot, tensor1d } from '@tensorflow/tfjs-core';
import { expectSameOnWasm } from './compare.fixture.js';
import { startWasm } from './start-wasm.js';

describe('replaceOneHot', () => {
  it.each(['float32', 'int32', 'bool'] as const)('marks classes in type %s as the CPU backend does', async (dtype) => {
    await expectSameOnWasm(() => oneHot(tensor1d([1, 0, 2, -1, 3], 'int32'), 3, 1, 0, dtype));
  });

  it('writes the values asked for', async () => {
    await startWasm();
    const marked = oneHot(tensor1d([1, 0], 'int32'), 2, 0.75, -0.5, 'float32');
    expect(marked.arraySync()).toEqual([[-0.5, 0.75], [0.75, -0.5]]);
  });
});
