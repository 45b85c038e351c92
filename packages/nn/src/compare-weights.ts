import type { Weights } from './canonical-weights.js';
import type { Shapes } from './encoder-shapes.js';

/** Names of one kind in a message, and characters of each: a hostile file must not flood the screen. */
const [MOST_NAMES, LONGEST] = [5, 200];

/** How stored weights and a model's parameters differ, by name. */
export interface WeightMismatch {
  /** Parameters that are not stored. */
  readonly missing: readonly string[];
  /** Stored tensors that the model does not know. */
  readonly unknown: readonly string[];
  /** Stored under a parameter's name with another shape or type, which follow the name in words. */
  readonly different: readonly string[];
}

/** What of the stored weights a model can use, and what not. */
export interface ComparedWeights {
  /** float32 values by parameter name. */
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly mismatch: WeightMismatch;
}

/**
 * Picks a model's parameters out of stored weights and lists all that does not fit.
 *
 * @param shapes every parameter of the model
 */
export function compareWeights(weights: Weights, shapes: Shapes): ComparedWeights {
  const values: Record<string, Float32Array> = {};
  const missing: string[] = [];
  const different: string[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const found = weights[name];
    if (found === undefined) {
      missing.push(name);
    } else if (!(found.data instanceof Float32Array) || found.shape.join() !== shape.join()) {
      const expected = describe('float32', shape);
      different.push(`${name} (expected ${expected}, received ${describe(found.dtype, found.shape)})`);
    } else {
      values[name] = found.data;
    }
  }
  const unknown = Object.keys(weights).filter((name) => !Object.hasOwn(shapes, name));
  return { values, mismatch: { missing, unknown, different } };
}

/** The mismatch in words, with at most five names of a kind; null where there is none. */
export function mismatchText({ missing, unknown, different }: WeightMismatch): string | null {
  const parts = [
    ...list('missing', missing),
    ...list('not part of this model', unknown),
    ...list('of another shape or type', different),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

const describe = (dtype: string, shape: readonly number[]): string => `${dtype} [${shape.join(', ')}]`;

function list(problem: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, MOST_NAMES).map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return [`${names.length} ${problem}: ${shown.join(', ')}${more}`];
}
