import { isEncoderParameter, type PretrainedModel } from '@electra-ts/nn';
import { createMoments, type Moments } from '@electra-ts/optim';
import type { Learned } from './finetuning-step.js';

/** Puts the encoder of another model in the place of a model's own, which is disposed: both then have one. */
export function shareEncoder(model: PretrainedModel, from: PretrainedModel): void {
  for (const name of Object.keys(model.parameters).filter(isEncoderParameter)) {
    model.parameters[name].dispose();
    model.parameters[name] = from.parameters[name];
  }
}

/** Adam's means for models that share an encoder: one pair for each parameter, however many models have it. */
export function sharedMoments(models: readonly PretrainedModel[]): Moments[] {
  const [first, ...others] = models;
  const whole = createMoments(first.parameters);
  const encoders = <T>(record: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(record).filter(([name]) => isEncoderParameter(name)));
  const ofHead = ({ parameters }: PretrainedModel) => createMoments(Object.fromEntries(Object.entries(parameters).filter(([name]) => !isEncoderParameter(name))));
  return [
    whole,
    ...others.map((model) => {
      const own = ofHead(model);
      return { first: { ...encoders(whole.first), ...own.first }, second: { ...encoders(whole.second), ...own.second } };
    }),
  ];
}

/** A parameter's name among those of all tasks: the encoder's are common, a head's have its task's prefix. */
export const commonName = (prefix: string, name: string): string => (isEncoderParameter(name) ? name : prefix + name);

/** Every parameter once, with its moments, by its common name. */
export function allLearned(tasks: readonly (Learned & { readonly prefix: string })[]): Learned {
  const named = <T>(recordOf: (task: Learned) => Readonly<Record<string, T>>) =>
    Object.fromEntries(tasks.flatMap((task) => Object.entries(recordOf(task)).map(([name, each]) => [commonName(task.prefix, name), each] as const)));
  return {
    model: { parameters: named(({ model }) => model.parameters) },
    moments: { first: named(({ moments }) => moments.first), second: named(({ moments }) => moments.second) },
  };
}
