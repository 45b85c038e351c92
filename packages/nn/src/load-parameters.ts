import process from 'node:process';
import type { HubOptions } from '@electra-ts/checkpoint';
import { tensor, variable, type Variable } from '@tensorflow/tfjs-core';
import { compareWeights, mismatchText, type WeightMismatch } from './compare-weights.js';
import type { Shapes } from './encoder-shapes.js';
import { initialValues } from './initialize-parameters.js';
import { matchWeights } from './match-weights.js';
import type { Pretrained } from './read-pretrained.js';

/** What to do where stored weights and model differ, and where models that are named `owner/name` come from. */
export interface LoadOptions {
  /** Default: Hugging Face's hub, or that of HF_ENDPOINT. */
  readonly hub?: HubOptions;
  /**
   * Positions that the model is to have. More than are stored are made by interpolation, for longer texts; such a model
   * wants some further training. Of more stored ones the first are taken. Default: as many as are stored.
   */
  readonly maxPositionEmbeddings?: number;
  /**
   * Default true: any difference is an error. Else parameters that are missing, or stored with another shape, start anew
   * and tensors that the model does not know are left out.
   */
  readonly strict?: boolean;
  /** Seed of parameters that start anew; they get the values of a new model of that seed. Default 0. */
  readonly seed?: number;
  /** Told what differed, where `strict` is false and something did. Default: a warning of the process lists it. */
  readonly onMismatch?: (mismatch: WeightMismatch) => void;
}

/**
 * Trainable variables with the stored values of a model's parameters.
 *
 * @throws UserError where stored weights and shapes differ and `strict` is not false, see `matchWeights`
 */
export function loadParameters(stored: Pretrained, shapes: Shapes, options: LoadOptions = {}): Record<string, Variable> {
  const { config, weights, where } = stored;
  const { strict = true, seed = 0 } = options;
  const values = strict ? matchWeights(weights, shapes, where) : fittingValues(stored, shapes, options);
  const entries = Object.entries(shapes).map(([name, shape], site): [string, Variable] => {
    const value = values[name] ?? initialValues(name, shape, config.initializerRange, { seed, step: 0, site });
    const initial = tensor(value, [...shape], 'float32');
    const created = variable(initial);
    initial.dispose();
    return [name, created];
  });
  return Object.fromEntries(entries);
}

function fittingValues(
  { weights, where }: Pretrained,
  shapes: Shapes,
  options: LoadOptions,
): Readonly<Record<string, Float32Array | undefined>> {
  const { values, mismatch } = compareWeights(weights, shapes);
  const text = mismatchText(mismatch);
  if (text !== null) {
    const warn = () => process.emitWarning(`The weights in ${where} do not fit the model; what is missing starts anew. ${text}.`);
    (options.onMismatch ?? warn)(mismatch);
  }
  return values;
}
