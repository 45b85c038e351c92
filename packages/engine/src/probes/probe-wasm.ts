import { env } from '@tensorflow/tfjs-core';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import type { EngineReport } from '../engine-report.js';

/** Whether this Node runs tfjs' WebAssembly backend, a dependency of this package: only without SIMD is it slow. */
export async function probeWasm(): Promise<EngineReport> {
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    name: 'wasm',
    available: true,
    version: version_wasm,
    threads: 1,
    detail: `eager, ${simd === true ? 'with' : 'without'} SIMD, one thread`,
  };
}
