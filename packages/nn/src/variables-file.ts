import { readSafetensors, type StoredTensor, writeSafetensors } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { storedFloats, type TensorValue } from './write-pretrained.js';

/**
 * Writes values of variables by their names, as a checkpoint keeps them: safetensors, float32.
 *
 * @throws Error where a value is no float32 array of its shape's size; UserError where the file cannot be written
 */
export async function writeVariables(path: string, values: Readonly<Record<string, TensorValue>>): Promise<void> {
  const entries = Object.entries(values).map(([name, value]) => [name, storedFloats('writeVariables', name, value)] as const);
  await writeSafetensors(path, Object.fromEntries(entries));
}

/**
 * Reads the values that `writeVariables` had written under the names of variables. Others in the file are left.
 *
 * @throws UserError where the file cannot be read, or lacks a variable or has it in another shape
 */
export async function readVariableValues(path: string, variables: Readonly<Record<string, Variable>>): Promise<Record<string, StoredTensor>> {
  const stored = await readSafetensors(path);
  const entries = Object.entries(variables).map(([name, variable]) => {
    const value = stored[name];
    if (value?.shape.join() !== variable.shape.join()) {
      throw new UserError({
        what: `${path} does not fit the model: ${name}`,
        expected: `shape [${variable.shape.join(', ')}]`,
        received: value === undefined ? 'nothing' : `shape [${value.shape.join(', ')}]`,
      });
    }
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Gives variables the values that `writeVariables` had written under their names, bit for bit. Others in the file are left.
 *
 * @throws UserError where the file cannot be read, or lacks a variable or has it in another shape; no variable
 *   has changed then
 */
export async function readVariables(path: string, variables: Readonly<Record<string, Variable>>): Promise<void> {
  for (const [name, { data, shape }] of Object.entries(await readVariableValues(path, variables))) {
    tidy(() => variables[name].assign(tensor(data, [...shape], 'float32')));
  }
}
