import { loadOnnxruntime } from './load-onnxruntime.js';

describe('loadOnnxruntime', () => {
  afterEach(() => jest.resetModules());

  it('is the module with sessions and tensors', async () => {
    expect(await loadOnnxruntime()).toMatchObject({ InferenceSession: expect.anything(), Tensor: expect.anything() });
  });

  it('says how to install what is missing', async () => {
    jest.doMock('onnxruntime-node', () => {
      throw new Error('Cannot find module');
    });
    await expect(loadOnnxruntime()).rejects.toThrow('npm install onnxruntime-node@1.30.0 --ignore-scripts');
  });
});
