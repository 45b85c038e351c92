import { UserError } from '@electra-ts/config';
import type { Weights } from './canonical-weights.js';
import type { ElectraConfig } from './electra-config.js';
import { blockName, encoderShapes, parameterCount } from './encoder-shapes.js';

/** A configuration may ask for this many times what a file holds: one that lacks most of a model can be loaded still. */
const FACTOR = 16;
/** Tensors and values (256 MiB) that a configuration may ask for beside whatever file. */
const [FEW_TENSORS, FEW_VALUES] = [5_000, 2 ** 26];

/**
 * Makes sure that a configuration is about as large as the weights beside it, before anything is made of its size: a
 * damaged number in `config.json` would fill the memory, or take hours. What differs by less is told name by name when
 * the weights are matched with the model.
 *
 * @param where the file of the weights, for the message
 * @throws UserError where the encoder would have more than 16 times the tensors or values of the file, and more than
 * 5,000 tensors or 2^26 values
 */
export function assertPlausible(config: ElectraConfig, weights: Weights, where: string): void {
  const shapes = Object.values(weights).map(({ shape }) => shape);
  const asked = encoderSize(config);
  const values = shapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const isPlausible =
    asked.tensors <= Math.max(FEW_TENSORS, FACTOR * shapes.length) && asked.values <= Math.max(FEW_VALUES, FACTOR * values);
  if (isPlausible) return;
  throw new UserError({
    what: `${where} cannot be the weights of the model that config.json beside it describes`,
    expected: `an encoder of ${asked.tensors} tensors with ${asked.values} values (num_hidden_layers is ${config.numHiddenLayers})`,
    received: `${shapes.length} tensors with ${values} values`,
    remedy: 'Copy both files from the same model.',
  });
}

/** Tensors and values of the encoder, from one of its blocks: all are alike. */
function encoderSize(config: ElectraConfig): { readonly tensors: number; readonly values: number } {
  const shapes = encoderShapes({ ...config, numHiddenLayers: 1 });
  const block = Object.fromEntries(Object.entries(shapes).filter(([name]) => name.startsWith(`${blockName(0)}.`)));
  const more = config.numHiddenLayers - 1;
  return {
    tensors: Object.keys(shapes).length + more * Object.keys(block).length,
    values: parameterCount(shapes) + more * parameterCount(block),
  };
}
