import type { Moments } from '@electra-ts/optim';
import type { Variable } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { withoutNames } from './joint-shapes.js';
import { type Objective, objectiveDefaults } from './objectives/objective.js';
import { isGeneratorFrozen, objectives } from './objectives/objectives.js';

/** Whether an objective changes a variable of this name, see `trainedVariables`. */
export function isTrained(variable: string, objective: Partial<Objective>): boolean {
  const { name, sampler } = { ...objectiveDefaults, ...objective };
  if (variable.startsWith('discriminator.discriminator_predictions.')) return objectives[name].detects;
  return !variable.startsWith('generator.') || (sampler === 'generator' && !isGeneratorFrozen(objective));
}

/**
 * The variables that an objective changes. Others stay as they began: the discriminator's head where nothing is
 * detected, and what is the generator's own where it is frozen or replacements come from elsewhere.
 */
export function trainedVariables(model: JointModel, objective: Partial<Objective> = {}): Record<string, Variable> {
  return withoutNames(model.variables, (variable) => !isTrained(variable, objective));
}

/** The variables that a step updates: those that there are moments of. */
export function updatedVariables(model: JointModel, moments: Moments): Record<string, Variable> {
  return Object.fromEntries(Object.keys(moments.first).map((name) => [name, model.variables[name]]));
}
