import {
  getKernel,
  getKernelsForBackend,
  registerKernel,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

// The wasm heap holds neither complex numbers nor strings, and there is no canvas.
const IMPOSSIBLE = new Set(['Complex', 'ComplexAbs', 'Draw', 'FFT', 'IFFT', 'Imag', 'Real', 'StaticRegexReplace']);

/**
 * Gives the wasm backend every numeric kernel of the CPU backend that it lacks, by running the CPU backend's
 * JavaScript over the wasm heap.
 *
 * @returns Names of the kernels added.
 */
export function fillMissingKernels(cpu: MathBackendCPU): string[] {
  const missing = getKernelsForBackend('cpu').filter(
    ({ kernelName }) => getKernel(kernelName, 'wasm') === undefined && !IMPOSSIBLE.has(kernelName),
  );
  for (const kernel of missing) {
    registerKernel({ kernelName: kernel.kernelName, backendName: 'wasm', kernelFunc: onHeap(kernel, cpu) });
  }
  return missing.map(({ kernelName }) => kernelName);
}

function onHeap(kernel: KernelConfig, cpu: MathBackendCPU): KernelConfig['kernelFunc'] {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as BackendWasm;
    // Operations of many tensors hand them over as a list.
    const entries = Object.entries(inputs) as [string, TensorInfo][];
    const borrowed = entries.map(([name, tensor]) => {
      const values = wasm.typedArrayFromHeap(tensor);
      return [name, cpu.makeTensorInfo(tensor.shape, tensor.dtype, values)] as const;
    });
    const named = Object.fromEntries(borrowed);
    const cpuInputs = Array.isArray(inputs) ? Object.assign([], named) : named;
    const outputs = [kernel.kernelFunc({ inputs: cpuInputs, attrs, backend: cpu })].flat();
    // Copied before anything is allocated: a result may be a view of the heap, which moves when it grows.
    const copies = outputs.map(({ dataId }) => (cpu.data.get(dataId).values as Float32Array).slice());
    const results = outputs.map(({ shape, dtype }, i) => wasm.makeOutput(shape, dtype, undefined, copies[i]));
    for (const tensor of [...borrowed.map(([, info]) => info), ...outputs]) {
      cpu.disposeIntermediateTensorInfo(tensor);
    }
    return results.length === 1 ? results[0] : results;
  };
}
