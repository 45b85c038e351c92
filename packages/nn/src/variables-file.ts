import { readSafetensors, writeSafetensors } from '@electra-ts/checkpoint';
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
 * Gives variables the values that `writeVariables` had written under their names, bit for bit. Others in the file are left.
 *
 * @throws UserError where the file cannot be read, or lacks a variable or has it in another shape; variables may have
 *   changed then
 */
export async function readVariables(path: string, variables: Readonly<Record<string, Variable>>): Promise<void> {
  const stored = await readSafetensors(path);
  for (const [name, variable] of Object.entries(variables)) {
    const value = stored[name];
    if (value?.shape.join() !== variable.shape.join()) {
      throw new UserError({
        what: `${path} does not fit the model: ${name}`,
        expected: `shape [${variable.shape.join(', ')}]`,
        received: value === undefined ? 'nothing' : `shape [${value.shape.join(', ')}]`,
      });
    }
    tidy(() => variable.assign(tensor(value.data, [...value.shape], 'float32')));
  }
}
