import type { StepFunction } from '@electra-ts/compiler';
import { adamW, type AdamWOptions, clipScale, globalNorm, isFiniteStep, type Moments, variableGradients } from '@electra-ts/optim';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { type Objective, objectiveDefaults } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';

/**
 * One step of training: the losses of the objective (ELECTRA's joint training is the page `objectives/electra.ts`),
 * their gradients, clipped, and AdamW. Plain tfjs: it runs eagerly and compiled.
 *
 * @param moments of the variables that are trained, see `trainedVariables`
 * @returns a step that updates the model and the moments and reports its losses, all []
 */
export function jointStep(
  model: JointModel,
  moments: Moments,
  options: { readonly objective: Objective; readonly optimizer: AdamWOptions & { readonly clipNorm: number } },
): StepFunction {
  const { objective, optimizer } = options;
  const { losses } = objectives[objective.name ?? objectiveDefaults.name];
  const trained = Object.fromEntries(Object.keys(moments.first).map((name) => [name, model.variables[name]]));
  return (feeds, random) => {
    const { value, gradients, results } = variableGradients(() => losses(model, feeds, objective, random), trained);
    const gradientNorm = globalNorm(gradients);
    adamW(trained, moments, gradients, feeds['learningRate'] as Scalar, optimizer, {
      gradientScale: clipScale(gradientNorm, optimizer.clipNorm),
      accept: isFiniteStep(value, gradientNorm),
      ...(optimizer.biasCorrection
        ? { correction: { first: feeds['firstCorrection'] as Scalar, second: feeds['secondCorrection'] as Scalar } }
        : {}),
    });
    return { loss: value, ...results, gradientNorm };
  };
}
