import { add, mul, scalar, type Tensor, tidy, variable, type Variable, where } from '@tensorflow/tfjs-core';

/** Averages of parameters, under their names; copies of the values that the parameters have now. Belong to the caller. */
export function createAverages(parameters: Readonly<Record<string, Variable>>): Record<string, Variable> {
  return Object.fromEntries(Object.entries(parameters).map(([name, each]) => [name, tidy(() => variable(each.clone(), false))]));
}

/**
 * Moves exponential moving averages of parameters: average = decay average + (1 - decay) parameter. To be called after
 * the parameters' update. Assigns the averages; reads no value and leaves no tensor behind, so that it can be recorded.
 *
 * @param decay share of the old average that a step keeps, such as 0.999
 * @param accept where it is false, [], nothing changes
 */
export function averageWeights(
  averages: Readonly<Record<string, Variable>>,
  parameters: Readonly<Record<string, Variable>>,
  decay: number,
  accept?: Tensor,
): void {
  if (!(decay >= 0 && decay < 1)) {
    throw new Error(`averageWeights: expected a decay from 0 to below 1, received ${decay}`);
  }
  tidy(() => {
    const kept = accept ? where(accept, decay, scalar(1)) : decay;
    const taken = accept ? where(accept, 1 - decay, scalar(0)) : 1 - decay;
    for (const [name, average] of Object.entries(averages)) {
      tidy(() => average.assign(add(mul(average, kept), mul(parameters[name], taken))));
    }
  });
}
