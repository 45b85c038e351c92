import type { HostTensor, StepFunction } from '@electra-ts/compiler';
import { globalNorm, variableGradients } from '@electra-ts/optim';
import type { Variable } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { type LossFunction, type Objective, objectiveDefaults } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';

const PREFIX = 'gradient of ';

/**
 * A step that changes nothing and reports, where a training step would only say that something is not finite, its losses
 * and the norm of each variable's gradient, all []. Fed as the training step is, it draws the same noise.
 */
export function gradientReport(
  model: JointModel,
  trained: Readonly<Record<string, Variable>>,
  objective: Objective,
  losses: LossFunction = objectives[objective.name ?? objectiveDefaults.name].losses,
): StepFunction {
  return (feeds, random) => {
    const { value, gradients, results } = variableGradients(() => losses(model, feeds, objective, random), trained);
    const norms = Object.entries(gradients).map(([name, gradient]) => [`${PREFIX}${name}`, globalNorm({ gradient })]);
    return { loss: value, ...results, ...Object.fromEntries(norms) };
  };
}

const isBad = ({ data }: HostTensor): boolean => !data.every((value) => Number.isFinite(value));

/** Whether `gradientReport` found nothing that is not finite. */
export function isFiniteReport(report: Readonly<Record<string, HostTensor>>): boolean {
  return !Object.values(report).some(isBad);
}

/** What `gradientReport` found, in a sentence: which losses, gradients and parameters are not finite. */
export function describeReport(
  report: Readonly<Record<string, HostTensor>>,
  parameters: Readonly<Record<string, HostTensor>>,
): string {
  const bad = (all: Readonly<Record<string, HostTensor>>) => Object.keys(all).filter((name) => isBad(all[name]));
  const names = bad(report);
  const gradients = names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  const losses = names.filter((name) => !name.startsWith(PREFIX)).map((name) => `${name} (${report[name].data[0]})`);
  return (
    `Not finite are: losses ${list(losses)}; gradients of ${list(gradients)}; parameters ${list(bad(parameters))}.`
  );
}

function list(names: readonly string[]): string {
  const more = names.length > 4 ? ` and ${names.length - 4} more` : '';
  return names.length === 0 ? 'none' : `${names.slice(0, 4).join(', ')}${more}`;
}
