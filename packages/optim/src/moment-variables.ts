import type { Variable } from '@tensorflow/tfjs-core';
import type { Moments } from './moments.js';

/** The moments' variables under one set of names, `first.…` and `second.…`: those by which a step binds and a checkpoint stores them. */
export function momentVariables(moments: Moments): Record<string, Variable> {
  const named = (order: keyof Moments) => Object.entries(moments[order]).map(([name, moment]) => [`${order}.${name}`, moment] as const);
  return Object.fromEntries([...named('first'), ...named('second')]);
}
