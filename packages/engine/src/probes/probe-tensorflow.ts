import { availableParallelism } from 'node:os';
import { engine, getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { EngineReport } from '../engine-report.js';
import { loadOptional, type LoadOptional } from '../load-optional.js';
import { restoreUtil } from '../restore-util.js';

const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
// Its installation downloads libtensorflow, which is why it is nobody's dependency.
const REMEDY = 'npm install @tensorflow/tfjs-node-gpu@4.22.0 (optional, for NVIDIA GPUs)';

/** Whether one of tfjs' bindings to TensorFlow loads. The active backend stays what it was. */
export async function probeTensorflow(load: LoadOptional = loadOptional): Promise<EngineReport> {
  const name = 'tensorflow';
  restoreUtil();
  const reasons: string[] = [];
  // Not getBackend(): without an active backend that would choose one.
  const before = engine().backendName;
  for (const packageName of PACKAGES) {
    const found = load(packageName);
    if (found.loaded) {
      const onGpu = (engine().findBackend(name) as { isUsingGpuDevice?: boolean } | null)?.isUsingGpuDevice === true;
      await restoreBackend(before);
      return {
        name,
        available: true,
        version: found.version,
        threads: availableParallelism(),
        detail: `${packageName}, eager, on ${onGpu ? 'the GPU' : 'the processor'}`,
      };
    }
    if (found.installed) {
      reasons.push(found.reason);
    }
  }
  const detail = reasons.join('; ') || `${PACKAGES.join(' and ')} are not installed`;
  return { name, available: false, detail, remedy: REMEDY };
}

// The bindings make themselves the active backend when they load.
async function restoreBackend(before: string | undefined): Promise<void> {
  if (before !== undefined && getBackend() !== before) {
    await setBackend(before);
  }
}
