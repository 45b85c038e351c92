import type { Variable } from '@tensorflow/tfjs-core';
import { type HostDType, type HostTensor, arrayOf, checkHostTensor } from '../host-tensor.js';
import type { StepOptions } from '../runtime.js';
import { isMoved, takeValue } from './moved-values.js';

/** The variables that a runtime knows: the same Variable has the same key in all its steps. */
export class VariableKeys {
  private readonly keys = new Map<Variable, string>();
  private added = 0;

  /** The key of `variable`, undefined where the runtime has not met it. */
  find(variable: Variable): string | undefined {
    return this.keys.get(variable);
  }

  /** Gives `variable` a key. */
  add(variable: Variable): string {
    const key = `${this.added++}:${variable.name}`;
    this.keys.set(variable, key);
    return key;
  }

  /** Takes back the key of a variable whose value nobody has got. */
  remove(variable: Variable): void {
    this.keys.delete(variable);
  }
}

/**
 * The value that a tf.Variable has in tfjs.
 *
 * @param options.moveVariables tfjs keeps none, see `takeValue`
 * @throws Error for dtypes that no step can use, see `checkReadable`, and where the array that the variable was made of has gone to a runtime with another variable
 */
export function initialValue(name: string, variable: Variable, { moveVariables = false }: Pick<StepOptions, 'moveVariables'> = {}): HostTensor {
  checkReadable(name, variable);
  const data = moveVariables ? takeValue(variable) : (variable.dataSync().slice() as HostTensor['data']);
  const dtype = variable.dtype as HostDType;
  const value: HostTensor = { shape: [...variable.shape], dtype, data: arrayOf(dtype, data) };
  checkHostTensor(`variable '${name}'`, value);
  return value;
}

/** @throws Error where a variable has no value in tfjs, or a dtype that no step can use */
export function checkReadable(name: string, variable: Variable): void {
  checkDType(name, variable);
  if (!isMoved(variable)) return;
  throw new Error(
    `variable '${name}': expected a value in tfjs, received one that has moved to another runtime. Read it there before that is disposed (\`runtime.read\`) and write it here ` +
      '(`runtime.write`), or prepare that step without `moveVariables`.',
  );
}

/** Checks that `value` can become the value of `variable`. */
export function checkValue(name: string, variable: Variable, value: HostTensor): void {
  checkHostTensor(`write '${name}'`, value);
  if (String(value.shape) !== String(variable.shape) || value.dtype !== variable.dtype) {
    throw new Error(
      `write '${name}': expected ${variable.dtype} of shape [${variable.shape}], received ${value.dtype} of shape ` +
        `[${value.shape}].`,
    );
  }
}

function checkDType(name: string, { dtype }: Variable): void {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return;
  throw new Error(`variable '${name}': dtype ${dtype} cannot be used in a step; expected float32, int32 or bool.`);
}
