import { type HostTensor, type PreparedStep, rowPart, type Runtime } from '@electra-ts/compiler';
import { addGradients, createGradientSums, type GradientSums, type Moments, momentVariables, takeGradients, variableGradients } from '@electra-ts/optim';
import { mul, type Scalar } from '@tensorflow/tfjs-core';
import { type FinetuningOptimizer, learn, type Learner } from './finetuning-step.js';
import type { Feeds } from './kinds/task-kind.js';

/**
 * `finetuningStep` with a batch that is computed in parts, for a fraction of the memory, as one prepared step. The
 * gradients are those of the whole batch: every kind's loss is a mean by `weights`, of which each part has a known share,
 * be the weights rows that are no padding, tokens with a tag, or classes that count more than others.
 */
export class AccumulatedFinetuning implements PreparedStep {
  readonly #sums: GradientSums;
  readonly #part: PreparedStep;
  readonly #update: PreparedStep;

  /** @param options.parts in how many parts a batch is computed; its rows have to be divisible by them */
  constructor(
    runtime: Runtime,
    { kind, model }: Learner,
    moments: Moments,
    private readonly options: { readonly optimizer: FinetuningOptimizer; readonly parts: number; readonly seed: number },
  ) {
    const { optimizer, seed } = options;
    const sums = createGradientSums(model.parameters);
    const named = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`sum.${name}`, sum]));
    const variables = { ...model.parameters, ...momentVariables(moments), ...named };
    this.#sums = sums;
    this.#part = runtime.prepare(
      (feeds, random) => {
        const forward = () => mul<Scalar>(kind.loss(kind.outputs(model, feeds, random), feeds), feeds['share'] as Scalar);
        const { value, gradients } = variableGradients(forward, model.parameters);
        addGradients(sums, gradients);
        return { loss: value };
      },
      { name: 'part of a fine-tuning step', variables, seed, moveVariables: true },
    );
    this.#update = runtime.prepare(
      (feeds) => ({ gradientNorm: takeGradients(sums, (gradients) => learn({ model, moments }, gradients, feeds, optimizer)) }),
      { name: 'fine-tuning update', variables, seed, moveVariables: true },
    );
  }

  async run({ learningRate, ...batch }: Feeds, n = 0): Promise<Record<string, HostTensor>> {
    const { parts } = this.options;
    const total = sum(batch['weights']);
    let loss = 0;
    for (let index = 0; index < parts; index++) {
      const part = Object.fromEntries(Object.entries(batch).map(([name, feed]) => [name, rowPart(feed, parts, index)]));
      const share = total === 0 ? 0 : sum(part['weights']) / total;
      // Each part draws noise of its own.
      loss += (await this.#part.run({ ...part, share: scalar(share) }, n * parts + index))['loss'].data[0];
    }
    const { gradientNorm } = await this.#update.run({ learningRate }, n);
    return { loss: scalar(loss), gradientNorm };
  }

  async dispose(): Promise<void> {
    await this.#part.dispose();
    await this.#update.dispose();
    for (const each of Object.values(this.#sums)) each.dispose();
  }
}

const sum = ({ data }: HostTensor): number => Array.from(data).reduce((total, value) => total + value, 0);
const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });
