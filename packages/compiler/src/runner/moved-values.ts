import { KernelBackend, engine, type Variable } from '@tensorflow/tfjs-core';
import { type HostTensor, ownsMemory } from '../host-tensor.js';

/** Where tfjs believes values to be that have moved to a runtime: it has none to give. */
class MovedValues extends KernelBackend {
  override readSync(): never {
    throw new Error(
      'a variable was read in tfjs: expected its value there, received one that has moved to the runtime that its step runs on. Ask that (`runtime.read`), or prepare the step without `moveVariables`.',
    );
  }

  override async read(): Promise<never> {
    return this.readSync();
  }

  override disposeData(): boolean {
    return true; // there is nothing to free
  }

  override refCount(): number {
    return 1; // a variable's alone, see `dropValue`
  }
}

const moved = new MovedValues();

/** Whether a variable's value has moved to a runtime, so that tfjs has none. */
export function isMoved(variable: Variable): boolean {
  return backendOf(variable) === moved;
}

/**
 * Takes a variable's value out of tfjs, see `dropValue`.
 *
 * @returns the value's own memory where no other tensor has a part in it, else a copy
 * @throws Error where the value has moved already
 */
export function takeValue(variable: Variable): HostTensor['data'] {
  const data = variable.dataSync() as HostTensor['data'];
  const isAlone = backendOf(variable)?.refCount(variable.dataId) === 1 && ownsMemory(data);
  const taken = isAlone ? data : data.slice();
  dropValue(variable);
  return taken;
}

/**
 * Has tfjs forget a variable's value: reading the variable there is an error from now on, while steps can be recorded over it, and it can be assigned and disposed as
 * before. `tf.memory().numBytes` goes on counting it.
 */
export function dropValue(variable: Variable): void {
  if (isMoved(variable)) return;
  engine().disposeTensor(variable);
  variable.dataId = {};
  engine().trackTensor(variable, moved);
}

function backendOf({ dataId }: Variable): KernelBackend | undefined {
  return engine().state.tensorInfo.get(dataId)?.backend;
}
