import { createRequire } from 'node:module';

/**
 * Gives node:util back two functions that Node 23 removed and tfjs-node 4.22 still calls in its operations. Must run
 * before the first of them.
 */
export function restoreUtil(): void {
  // The CommonJS object: the one that tfjs-node gets, and the only one that can be changed.
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
}
