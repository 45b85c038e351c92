import type { StepFunction } from '@electra-ts/compiler';
import { type Moments, variableGradients } from '@electra-ts/optim';
import { applyGradients, type UpdateOptions } from './apply-gradients.js';
import type { JointModel } from './joint-model.js';
import { type LossFunction, type Objective, objectiveDefaults } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';
import { updatedVariables } from './trained-variables.js';

/**
 * One step of training: the losses of the objective (ELECTRA's joint training is the page `objectives/electra.ts`),
 * their gradients, clipped, and AdamW. Plain tfjs: it runs eagerly and compiled.
 *
 * @param moments of the variables that are trained, see `trainedVariables`
 * @param options.losses what is learned, in place of the objective's own losses
 * @returns a step that updates the model and the moments and reports its losses, all []
 */
export function jointStep(
  model: JointModel,
  moments: Moments,
  options: UpdateOptions & { readonly objective: Objective; readonly losses?: LossFunction | undefined },
): StepFunction {
  const { objective, losses = objectives[objective.name ?? objectiveDefaults.name].losses } = options;
  const trained = updatedVariables(model, moments);
  return (feeds, random) => {
    const { value: loss, gradients, results } = variableGradients(() => losses(model, feeds, objective, random), trained);
    const gradientNorm = applyGradients({ trained, moments, gradients, loss }, feeds, options);
    return { loss, ...results, gradientNorm };
  };
}
