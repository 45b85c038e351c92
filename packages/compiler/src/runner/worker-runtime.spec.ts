import { checkCount, WorkerRuntime } from './worker-runtime.js';
import { OnnxRuntime } from './onnx-runtime.js';
import { OpenVinoRuntime } from './openvino/openvino-runtime.js';

describe('WorkerRuntime', () => {
  it('is what the runtimes have in common that compute in a worker', () => {
    for (const runtime of [OnnxRuntime, OpenVinoRuntime]) expect(runtime.prototype).toBeInstanceOf(WorkerRuntime);
  });
});

describe('checkCount', () => {
  it('takes whole numbers from 1 and names who was told another', () => {
    expect(() => checkCount('OnnxRuntime', 'threads', 1)).not.toThrow();
    for (const value of [0, 1.5, NaN]) {
      expect(() => checkCount('OnnxRuntime', 'threads', value)).toThrow(`OnnxRuntime: expected threads to be a whole number from 1, received ${value}.`);
    }
  });
});
