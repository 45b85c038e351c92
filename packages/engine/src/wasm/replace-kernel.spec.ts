import '@tensorflow/tfjs-backend-wasm';
import { getKernel, Square } from '@tensorflow/tfjs-core';
import { addKernel, replaceKernel } from './replace-kernel.js';

describe('replaceKernel', () => {
  it('hands the old kernel to the new one and keeps its set-up', () => {
    const { kernelFunc, setupFunc } = getKernel(Square, 'wasm');
    const build = jest.fn((original) => original);
    replaceKernel(Square, build);
    expect(build).toHaveBeenCalledWith(kernelFunc);
    expect(getKernel(Square, 'wasm')).toMatchObject({ kernelFunc, setupFunc });
  });
});

describe('addKernel', () => {
  it('registers for wasm only', () => {
    const kernel = jest.fn();
    addKernel('ElectraTest', kernel);
    expect(getKernel('ElectraTest', 'wasm')?.kernelFunc).toBe(kernel);
    expect(getKernel('ElectraTest', 'cpu')).toBeUndefined();
  });
});
