// Its kernels for the CPU backend must be registered before those are lent to wasm.
import '@electra-ts/ops';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { findBackend, setBackend } from '@tensorflow/tfjs-core';
import { quietCpuBackend } from '../quiet-cpu-backend.js';
import { replaceBatchMatMul } from './batch-mat-mul.js';
import { fillMissingKernels } from './fill-missing-kernels.js';
import { replaceGather } from './gather.js';
import { replaceLeadingSum } from './leading-sum.js';
import { replaceOneHot } from './one-hot.js';
import { replaceTranspose } from './transpose.js';
import { addUnsortedSegmentSum } from './unsorted-segment-sum.js';

let started: Promise<void> | undefined;

/**
 * Makes tfjs' wasm backend active, with the kernels that training needs and that it lacks, or has slow or wrong.
 * One thread: its threaded build works in browsers only.
 *
 * @throws Error when the backend does not start.
 */
export async function startWasm(): Promise<void> {
  started ??= prepare();
  await started;
  await setBackend('wasm');
}

async function prepare(): Promise<void> {
  // Its binary lies beside its script, wherever the package was installed.
  const script = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(dirname(script) + sep);
  if (!(await setBackend('wasm'))) {
    throw new Error('startWasm: expected the wasm backend of tfjs to start, received a failure (its message is above)');
  }
  addUnsortedSegmentSum();
  fillMissingKernels(quietCpuBackend());
  replaceGather();
  replaceLeadingSum();
  replaceOneHot();
  replaceTranspose();
  replaceBatchMatMul(findBackend('wasm') as BackendWasm);
}
