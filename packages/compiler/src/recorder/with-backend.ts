import { engine } from '@tensorflow/tfjs-core';

/**
 * Runs `action` with the tfjs backend `name`, which has to be started already. Everything happens before this returns,
 * so that no other code meets that backend.
 */
export function withBackend<T>(name: string, action: () => T): T {
  const tfjs = engine();
  // The getter starts tfjs' default backend where none has been chosen yet.
  const previous = tfjs.backend === undefined ? '' : tfjs.backendName;
  activate(name);
  try {
    return action();
  } finally {
    activate(previous);
  }
}

/** For a backend that is ready, tfjs' asynchronous setBackend does all its work before it first waits. */
function activate(name: string): void {
  const { backendName, registry } = engine();
  if (backendName === name) return;
  if (registry[name] === undefined && engine().registryFactory[name] === undefined) {
    throw new Error(`tfjs has no backend '${name}'.`);
  }
  void engine().setBackend(name);
}
