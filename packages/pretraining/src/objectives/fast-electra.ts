import { electra } from './electra.js';
import type { LossFunction } from './objective.js';

/**
 * Fast-ELECTRA (Dong et al. 2023): ELECTRA with a generator that was trained before (`model.generatorFrom`) and stays as
 * it is, so that the discriminator alone has a loss. What joint training does by a generator that improves,
 * `objective.startTemperature` does: samples are easy to tell at first.
 */
export const fastElectra: LossFunction = (model, feeds, objective, random) =>
  electra(model, feeds, { ...objective, frozenGenerator: true }, random);
