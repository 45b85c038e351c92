import { getKernel, registerKernel, unregisterKernel, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What a kernel of the wasm backend is called with. */
export interface WasmKernelArguments {
  readonly inputs: Record<string, TensorInfo>;
  readonly backend: BackendWasm;
  readonly attrs: Record<string, unknown>;
}

/** Computes one result on the wasm heap. */
export type WasmKernel = (args: WasmKernelArguments) => TensorInfo;

/**
 * Puts a kernel in the place of the wasm backend's own.
 *
 * @param build Makes the new kernel; the old one serves the cases that the new one does not.
 */
export function replaceKernel(name: string, build: (original: WasmKernel) => WasmKernel): void {
  const config = getKernel(name, 'wasm');
  unregisterKernel(name, 'wasm');
  const kernelFunc = build(config.kernelFunc as unknown as WasmKernel);
  registerKernel({ ...config, kernelFunc: kernelFunc as unknown as KernelConfig['kernelFunc'] });
}

/** Adds a kernel that the wasm backend lacks. */
export function addKernel(name: string, kernel: WasmKernel): void {
  registerKernel({
    kernelName: name,
    backendName: 'wasm',
    kernelFunc: kernel as unknown as KernelConfig['kernelFunc'],
  });
}

/** The float32 values of a tensor, in place. Growth of the heap voids the view: allocate outputs before taking it. */
export function floats(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** The int32 values of a tensor, in place; see `floats`. */
export function integers(backend: BackendWasm, tensor: TensorInfo): Int32Array {
  return backend.typedArrayFromHeap(tensor) as Int32Array;
}
