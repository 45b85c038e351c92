import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import type { EngineReport } from '../engine-report.js';

/** tfjs' backend in plain JavaScript, a dependency of this package: always there. */
export function probeCpu(): EngineReport {
  const detail = 'eager, plain JavaScript: the reference in tests, too slow for training';
  return { name: 'cpu', available: true, version: version_cpu, threads: 1, detail };
}
