import type { Graph } from './graph.js';
import { phaseOf } from './scopes.js';
import type { Symbolic } from './symbolic.js';

/** Graph inputs that a caller provides at every run are named so. */
export const INPUT_PREFIX = 'input.';

/** Graph inputs that hold variables are named so. */
export const STATE_PREFIX = 'state.';

/** Graph outputs that hold what a step assigns to variables are named so. */
export const NEXT_STATE_PREFIX = 'next.';

/**
 * The path in front of a node's name: its phase and its layer, such as 'forward/encoder.layer.3.attention'. The layer
 * is that of the variable it reads ('….query.weight' belongs to '….query'), or else of the operand it continues.
 */
export function labelOf(graph: Graph, scopes: readonly string[], inputs: readonly Symbolic[]): string {
  const phase = phaseOf(scopes);
  const variable = inputs.map(({ name }) => name).find((name) => name?.startsWith(STATE_PREFIX));
  if (variable !== undefined) return `${phase}/${ownerOf(variable)}`;
  for (const { name } of inputs) {
    const layer = name === undefined ? undefined : layerOf(graph, name);
    if (layer !== undefined) return `${phase}/${layer}`;
  }
  return phase;
}

/** 'state.encoder.layer.0.dense.weight' -> 'encoder.layer.0.dense'. */
function ownerOf(variable: string): string {
  const path = variable.slice(STATE_PREFIX.length);
  const end = path.lastIndexOf('.');
  return end < 0 ? path : path.slice(0, end);
}

function layerOf(graph: Graph, value: string): string | undefined {
  const parts = graph.makerOf(value)?.name.split('/');
  return parts !== undefined && parts.length > 2 ? parts.slice(1, -1).join('/') : undefined;
}
