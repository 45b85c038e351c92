import { engine, findBackend, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import { useCpuForVariables } from './use-cpu-for-variables.js';

describe('useCpuForVariables', () => {
  it('takes the CPU where nothing is active, and leaves what is', async () => {
    engine().reset();
    await useCpuForVariables();
    expect(engine().backendName).toBe('cpu');
    registerBackend('other', () => findBackend('cpu'));
    await setBackend('other');
    await useCpuForVariables();
    expect(engine().backendName).toBe('other');
  });
});
