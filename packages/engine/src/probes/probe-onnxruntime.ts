import { chooseProviders, onnxRuntimeDefaults } from '@electra-ts/compiler';
import { availableParallelism } from 'node:os';
import type { EngineReport } from '../engine-report.js';
import { loadOptional, type LoadOptional } from '../load-optional.js';

// The version that the compiler's graphs are tested against. Its install script only fetches CUDA libraries and fails
// without a network; the library for processors is inside the package.
const INSTALL = 'npm install onnxruntime-node@1.30.0 --ignore-scripts';

type Module = Parameters<typeof chooseProviders>[0];

/** Whether ONNX Runtime loads, and which of its execution providers a session starts on. */
export async function probeOnnxruntime(
  load: LoadOptional = loadOptional,
  providersOf: (module: Module, onRefusal: (reason: string) => void) => Promise<readonly string[]> = chooseProviders,
): Promise<EngineReport> {
  const name = 'onnxruntime';
  const found = load('onnxruntime-node');
  if (!found.loaded) {
    const remedy = found.installed ? `reinstall it: ${INSTALL}` : INSTALL;
    return { name, available: false, detail: found.reason, remedy };
  }
  let refused = '';
  const providers = await providersOf(found.module as Module, (reason) => (refused = `; CUDA's library is there and does not start: ${reason}`));
  const { spinning, memoryPattern } = onnxRuntimeDefaults;
  return {
    name,
    available: true,
    version: found.version,
    threads: availableParallelism(),
    detail: `compiled steps on ${providers.join(', then ')}${refused}`,
    settings: { providers, spinning, memoryPattern },
  };
}
