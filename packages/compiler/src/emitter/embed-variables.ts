import { arrayOf, type HostDType, type HostTensor } from '../host-tensor.js';
import type { Recording } from '../recorder/record-step.js';

/** Makes constants of the variables that a graph reads, with the values that they have in tfjs now. */
export function embedVariables({ graph, variables }: Pick<Recording, 'graph' | 'variables'>): void {
  const used = new Map(variables.map(({ variable, input }) => [input, variable]));
  for (const input of graph.inputs) {
    const variable = used.get(input.name);
    if (variable === undefined) continue;
    const dtype = input.dtype as HostDType;
    graph.constants.push({ ...input, data: arrayOf(dtype, variable.dataSync() as HostTensor['data']) });
  }
  graph.inputs = graph.inputs.filter(({ name }) => !used.has(name));
}
