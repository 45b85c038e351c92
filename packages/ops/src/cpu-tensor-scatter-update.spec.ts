import './cpu-tensor-scatter-update.js';
import { memory, setBackend, tensor1d, tensor2d, tensorScatterUpdate } from '@tensorflow/tfjs-core';

describe('TensorScatterUpdate of the CPU backend', () => {
  it('leaves its input as it was', async () => {
    await setBackend('cpu');
    const before = tensor1d([1, 2, 3], 'int32');
    const indices = tensor2d([[2], [0]], [2, 1], 'int32');
    const updates = tensor1d([30, 10], 'int32');
    const { numTensors, numDataBuffers } = memory();
    const after = tensorScatterUpdate(before, indices, updates);
    expect(after.dataSync()).toEqual(Int32Array.of(10, 2, 30));
    expect(before.dataSync()).toEqual(Int32Array.of(1, 2, 3));
    after.dispose();
    expect(memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
