import { engineNames } from './engine-name.js';

describe('engineNames', () => {
  it('begins with the fastest and ends with the reference', () => {
    expect(engineNames).toEqual(['onnxruntime', 'openvino', 'tensorflow', 'wasm', 'cpu']);
  });
});
