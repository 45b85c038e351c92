import { engine, getKernelsForBackend } from '@tensorflow/tfjs-core';
import { kernelTable } from './kernels/kernel-table.js';
import { traceBackend } from './register-trace-backend.js';
import { TRACE_BACKEND } from './trace-backend.js';

describe('traceBackend', () => {
  it('is registered once, with every kernel of the table, and never chosen by tfjs itself', () => {
    const backend = traceBackend();
    expect(traceBackend()).toBe(backend);
    expect(getKernelsForBackend(TRACE_BACKEND).map(({ kernelName }) => kernelName).sort()).toEqual(
      Object.keys(kernelTable).sort(),
    );
    expect(engine().registryFactory[TRACE_BACKEND]?.priority).toBeLessThan(0);
  });
});
