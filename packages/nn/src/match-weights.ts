import { UserError } from '@electra-ts/config';
import type { Weights } from './canonical-weights.js';
import { compareWeights, mismatchText } from './compare-weights.js';
import type { Shapes } from './encoder-shapes.js';

/**
 * Picks a model's parameters out of stored weights.
 *
 * @param shapes every parameter of the model
 * @param where the file, for the message
 * @returns float32 values by parameter name
 * @throws UserError that counts, all at once, the parameters that are missing, the tensors that the model does not know
 * and those of another shape or type, and names the first five of each
 */
export function matchWeights(weights: Weights, shapes: Shapes, where: string): Readonly<Record<string, Float32Array>> {
  const { values, mismatch } = compareWeights(weights, shapes);
  const received = mismatchText(mismatch);
  if (received !== null) {
    throw new UserError({
      what: `The weights in ${where} do not fit the model`,
      expected: `the ${Object.keys(shapes).length} tensors that config.json beside it describes`,
      received,
    });
  }
  return values;
}
