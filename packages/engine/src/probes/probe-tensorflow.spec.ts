import '@tensorflow/tfjs-backend-cpu';
import { getBackend, KernelBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { Optional } from '../load-optional.js';
import { probeTensorflow } from './probe-tensorflow.js';

class FakeBackend extends KernelBackend {
  readonly isUsingGpuDevice = true;
  override dispose(): void {
    // holds nothing
  }
}

const absent = (name: string): Optional => ({ loaded: false, installed: false, reason: `${name} is absent` });

describe('probeTensorflow', () => {
  it('prefers the binding for GPUs and leaves the active backend alone', async () => {
    await setBackend('cpu');
    const asked: string[] = [];
    const report = await probeTensorflow((name) => {
      asked.push(name);
      registerBackend('tensorflow', () => new FakeBackend(), 3);
      void setBackend('tensorflow'); // as the binding does when it loads
      return { loaded: true, module: {}, version: '4.22.0' };
    });
    expect(asked).toEqual(['@tensorflow/tfjs-node-gpu']);
    expect(report).toMatchObject({
      available: true,
      version: '4.22.0',
      detail: '@tensorflow/tfjs-node-gpu, eager, on the GPU',
    });
    expect(getBackend()).toBe('cpu');
    removeBackend('tensorflow');
  });

  it('tells why an installed binding fails, rather than that the other is absent', async () => {
    const report = await probeTensorflow((name) =>
      name.endsWith('gpu') ? { loaded: false, installed: true, reason: 'libcuda.so is missing' } : absent(name),
    );
    expect(report).toMatchObject({ available: false, detail: 'libcuda.so is missing' });
  });

  it('tells how to install one where there is none', async () => {
    const report = await probeTensorflow(absent);
    expect(report.detail).toBe('@tensorflow/tfjs-node-gpu and @tensorflow/tfjs-node are not installed');
    expect(report.remedy).toContain('npm install @tensorflow/tfjs-node-gpu@4.22.0');
  });
});
