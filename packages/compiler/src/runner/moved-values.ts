import { KernelBackend, engine, type Variable } from '@tensorflow/tfjs-core';
import type { HostTensor } from '../host-tensor.js';

/** Where tfjs believes values to be that have moved to a runtime: it has none to give. */
class MovedValues extends KernelBackend {
  override readSync(): never {
    throw new Error(
      "this variable's value has moved to the runtime that its step runs on: ask that (`runtime.read`), or prepare the step without `moveVariables`.",
    );
  }

  override async read(): Promise<never> {
    return this.readSync();
  }

  override disposeData(): boolean {
    return true; // there is nothing to free
  }

  override refCount(): number {
    return 1; // a variable's alone, see `takeValue`
  }
}

const moved = new MovedValues();

/**
 * Takes a variable's value out of tfjs, which keeps none: reading the variable there is an error from now on, while steps can be recorded over it, and it can be
 * assigned and disposed as before. A value that has moved already stays where it is.
 *
 * @returns the value's own memory where nothing else has a part in it, else a copy; undefined where it had moved
 */
export function takeValue(variable: Variable): HostTensor['data'] | undefined {
  const { backend } = engine().state.tensorInfo.get(variable.dataId) ?? {};
  if (backend === moved) return undefined;
  const data = variable.dataSync() as HostTensor['data'];
  const isAlone = backend?.refCount(variable.dataId) === 1 && data.byteLength === data.buffer.byteLength;
  const taken = isAlone ? data : data.slice();
  engine().disposeTensor(variable);
  variable.dataId = {};
  engine().trackTensor(variable, moved);
  return taken;
}
