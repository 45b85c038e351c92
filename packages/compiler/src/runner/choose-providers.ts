import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onnxModel } from '../emitter/onnx-model.js';
import { Graph } from '../recorder/graph.js';
import type { OnnxruntimeModule } from './load-onnxruntime.js';
import { refuseTelemetry } from './refuse-telemetry.js';

/** The library that ONNX Runtime's CUDA provider is in. It lies beside the binding where it was downloaded. */
const cudaLibraries: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libonnxruntime_providers_cuda.so',
  win32: 'onnxruntime_providers_cuda.dll',
};

/** Folder of the native binding in onnxruntime-node, as its own loader finds it. */
function bindingFolder(): string {
  const main = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(main), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

/**
 * The execution providers of this machine, in order of preference: CUDA where a session starts on it, and the CPU, which
 * runs what CUDA has no kernel for.
 *
 * @param onRefusal is told why CUDA's library is there and no session starts on it; what it misses ONNX Runtime prints on standard error
 * @param folder where the provider's library would be. Without it nothing is tried
 */
export async function chooseProviders(
  onnxruntime: OnnxruntimeModule,
  onRefusal?: (reason: string) => void,
  folder = bindingFolder(),
): Promise<string[]> {
  const library = cudaLibraries[process.platform];
  if (library === undefined || !existsSync(join(folder, library))) return ['cpu'];
  refuseTelemetry();
  const graph = new Graph();
  graph.addInput('x', { shape: [1], dtype: 'float32' });
  graph.addOutput('y', 'x');
  try {
    const session = await onnxruntime.InferenceSession.create(onnxModel(graph, 'probe'), { executionProviders: ['cuda'] });
    await session.release();
    return ['cuda', 'cpu'];
  } catch (error) {
    // No driver, or no library of CUDA itself.
    onRefusal?.(error instanceof Error ? error.message : String(error));
    return ['cpu'];
  }
}
