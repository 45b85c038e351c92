import { discriminatorShapes } from '@electra-ts/discriminator';
import { generatorShapes, twoTowerShapes } from '@electra-ts/generator';
import { parameterCount } from '@electra-ts/nn';
import { differenceShapes, jointShapes, withoutNames } from './joint-shapes.js';
import type { RunParts } from './run-parts.js';
import { isTrained } from './trained-variables.js';

/** What a run takes of memory and disk at the least, in bytes. */
export interface RunSizes {
  /** Bytes of parameters, and of moments, gradients and averages of those that are trained: what every engine needs at the least. */
  readonly stateBytes: number;
  /** Bytes of a checkpoint. */
  readonly checkpointBytes: number;
}

/** Float32. */
const BYTES = 4;

/** Bytes in memory and in a checkpoint. */
export function runSizes({ networks, config: { objective, training } }: Pick<RunParts, 'networks' | 'config'>): RunSizes {
  const shapes = jointShapes(networks);
  const all = parameterCount(shapes);
  const trained = parameterCount(withoutNames(shapes, (name) => !isTrained(name, objective)));
  const averages = training.ema === undefined ? 0 : 1;
  // Of what is trained: two moments, gradients; sums of gradients and averages where there are some.
  const copies = 3 + (training.accumulate > 1 ? 1 : 0) + averages;
  // A folder for each network, with what it shares in each of them.
  const { discriminator, generator, languageModel, twoTowers, sharing } = networks;
  const folders =
    parameterCount(discriminatorShapes(discriminator)) +
    parameterCount((twoTowers ? twoTowerShapes : generatorShapes)(generator)) +
    (languageModel ? parameterCount(generatorShapes(discriminator)) : 0);
  const apart = sharing === 'gradient-disentangled' ? parameterCount(differenceShapes(discriminator)) : 0;
  return {
    stateBytes: (all + copies * trained) * BYTES,
    checkpointBytes: (2 * trained + (1 + averages) * (folders + apart)) * BYTES,
  };
}
