import type { Variable } from '@tensorflow/tfjs-core';
import type { WorkerClient } from './worker-client.js';

interface Trainer {
  readonly worker: WorkerClient;
  readonly step: string;
}

const trainers = new WeakMap<Variable, Trainer>();

/**
 * Takes note that `step` assigns `variable` in the runtime of `worker`. A variable has one value in each runtime, so
 * that two runtimes that train it would drift apart, and neither would see what the other learns.
 *
 * @throws Error where a step of another living runtime assigns it
 */
export function claimVariable(name: string, variable: Variable, { worker, step }: Trainer): void {
  const other = trainers.get(variable);
  if (other !== undefined && other.worker !== worker && !other.worker.hasEnded) {
    throw new Error(
      `step '${step}': its variable '${name}' is trained by step '${other.step}' of another runtime already, and each ` +
        'would have a value of its own. Give both steps the same `runtime`, or dispose the other one first; what it has learned ends with it unless it is read before.',
    );
  }
  trainers.set(variable, { worker, step });
}
