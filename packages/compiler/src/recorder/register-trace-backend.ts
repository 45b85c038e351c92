import { type KernelFunc, findBackend, registerBackend, registerKernel } from '@tensorflow/tfjs-core';
import { kernelTable } from './kernels/kernel-table.js';
import { TRACE_BACKEND, TraceBackend } from './trace-backend.js';

/** The trace backend, registered with tfjs at the first call. It never becomes tfjs' default backend. */
export function traceBackend(): TraceBackend {
  const present = findBackend(TRACE_BACKEND);
  if (present !== null) return present as TraceBackend;
  const backend = new TraceBackend();
  registerBackend(TRACE_BACKEND, () => backend, -1);
  for (const [kernelName, kernel] of Object.entries(kernelTable)) {
    const kernelFunc: KernelFunc = ({ inputs, attrs }) => backend.runKernel(kernelName, kernel, inputs, attrs);
    registerKernel({ kernelName, backendName: TRACE_BACKEND, kernelFunc });
  }
  return backend;
}
