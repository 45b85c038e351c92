import { UserError } from '@electra-ts/config';
import type { Weights } from './canonical-weights.js';
import type { Shapes } from './encoder-shapes.js';

/**
 * Picks a model's parameters out of stored weights.
 *
 * @param shapes every parameter of the model
 * @param where the file, for the message
 * @returns float32 values by parameter name
 * @throws UserError that lists, all at once, the parameters that are missing, the tensors that the model does not know
 * and those of another shape or type
 */
export function matchWeights(weights: Weights, shapes: Shapes, where: string): Record<string, Float32Array> {
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
  const unknown = Object.keys(weights).filter((name) => !(name in shapes));
  const problems = [
    ...list('missing', missing),
    ...list('not part of this model', unknown),
    ...list('of another shape or type', different),
  ];
  if (problems.length > 0) {
    throw new UserError({
      what: `The weights in ${where} do not fit the model`,
      expected: `the ${Object.keys(shapes).length} tensors that config.json beside it describes`,
      received: problems.join('; '),
    });
  }
  return values;
}

const describe = (dtype: string, shape: readonly number[]): string => `${dtype} [${shape.join(', ')}]`;

const list = (problem: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${names.length} ${problem}: ${names.join(', ')}`];
