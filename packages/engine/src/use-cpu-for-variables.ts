import { engine, setBackend } from '@tensorflow/tfjs-core';
import { quietCpuBackend } from './quiet-cpu-backend.js';

/** Variables are made, and get their first values, on a tfjs backend: one must be active, and this one needs no room but theirs. */
export async function useCpuForVariables(): Promise<void> {
  quietCpuBackend();
  // `null` after a reset.
  if (!engine().backendName) {
    await setBackend('cpu');
  }
}
