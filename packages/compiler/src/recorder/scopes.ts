import { engine } from '@tensorflow/tfjs-core';

/** tfjs operations that draw numbers in JavaScript: a recording would repeat one draw for ever. */
const randomOperations = new Set([
  'dropout',
  'multinomial',
  'rand',
  'randomGamma',
  'randomNormal',
  'randomStandardNormal',
  'randomUniform',
  'randomUniformInt',
  'truncatedNormal',
]);

/** tfjs opens a scope called 'erf__op' for each call of tf.erf. */
const OPERATION_SUFFIX = /__op$/;

/** Names of the open tfjs scopes: gradients ('forward', 'backward'), operations, and the user's own `tidy` names. */
export function openScopes(): string[] {
  return engine().state.scopeStack.map(({ name }) => name.replace(OPERATION_SUFFIX, ''));
}

/** The part of a training step that runs now. */
export function phaseOf(scopes: readonly string[]): 'forward' | 'backward' | 'update' {
  if (scopes.includes('backward')) return 'backward';
  return scopes.includes('forward') ? 'forward' : 'update';
}

/** The random operation of tfjs that runs now, if any. */
export function randomOperationOf(scopes: readonly string[]): string | undefined {
  return scopes.find((scope) => randomOperations.has(scope));
}
