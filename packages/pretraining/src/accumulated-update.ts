import { type HostTensor, type PreparedStep, rowPart, type Runtime } from '@electra-ts/compiler';
import { createGradientSums, type GradientSums } from '@electra-ts/optim';
import type { Variable } from '@tensorflow/tfjs-core';
import { accumulatedSteps } from './accumulated-step.js';
import type { UpdateOptions } from './apply-gradients.js';
import { type HostFeeds, scalar } from './joint-feeds.js';
import type { LossFunction, Objective } from './objectives/objective.js';
import type { RunState } from './run-state.js';

type Names = ReadonlySet<string>;
const updateNames: Names = new Set(['learningRate', 'firstCorrection', 'secondCorrection']);
/** Has a value for each token of the vocabulary, not for each of the batch: the same in all parts. */
const ofVocabulary: Names = new Set(['logNoise']);

/** What the noise of a part is drawn by, counted over all parts of all steps: each draws its own. */
export const partNumber = (n: number, parts: number, index: number): number => n * parts + index;

/** The joint step in parts, as one prepared step: fed with a whole batch, reporting its losses and gradient norm. */
export class AccumulatedUpdate implements PreparedStep {
  readonly #sums: GradientSums;
  readonly #part: PreparedStep;
  readonly #update: PreparedStep;

  /**
   * @param options.parts in how many parts a batch is computed; it has to be divisible by them
   * @param options.variables all that a whole step reads or assigns
   */
  constructor(
    runtime: Runtime,
    { model, moments }: Pick<RunState, 'model' | 'moments'>,
    private readonly options: UpdateOptions & {
      readonly objective: Objective;
      readonly losses?: LossFunction | undefined;
      readonly parts: number;
      readonly seed: number;
      readonly variables: Readonly<Record<string, Variable>>;
    },
  ) {
    this.#sums = createGradientSums(moments.first);
    const { part, update } = accumulatedSteps(model, moments, this.#sums, options);
    const sums = Object.fromEntries(Object.entries(this.#sums).map(([name, sum]) => [`sum.${name}`, sum]));
    const variables = { ...options.variables, ...sums };
    this.#part = runtime.prepare(part, { name: 'part of a joint step', variables, seed: options.seed, moveVariables: true });
    this.#update = runtime.prepare(update, { name: 'update', variables, seed: options.seed, moveVariables: true });
  }

  async run(feeds: HostFeeds, n = 0): Promise<Record<string, HostTensor>> {
    const { parts } = this.options;
    const updateFeeds = Object.fromEntries(Object.entries(feeds).filter(([name]) => updateNames.has(name)));
    const totals: Record<string, number> = {};
    for (const [index, part] of splitFeeds(feeds, parts).entries()) {
      const results = await this.#part.run(part, partNumber(n, parts, index));
      for (const [name, { data }] of Object.entries(results)) totals[name] = (totals[name] ?? 0) + data[0];
    }
    const { gradientNorm } = await this.#update.run({ ...updateFeeds, loss: scalar(totals['loss']) }, n);
    const losses = Object.entries(totals).map(([name, value]) => [name, scalar(value)]);
    return { ...(Object.fromEntries(losses) as HostFeeds), gradientNorm };
  }

  async dispose(): Promise<void> {
    await this.#part.dispose();
    await this.#update.dispose();
    for (const sum of Object.values(this.#sums)) sum.dispose();
  }
}

/**
 * The feeds of a batch's parts, of equally many rows each: with the part's shares (see `AccumulatedSteps.part`), and
 * without the feeds of the update. Where they come in the batch, positions are counted from the part's first row.
 *
 * @throws Error where the rows cannot be divided so
 */
export function splitFeeds(feeds: HostFeeds, parts: number): HostFeeds[] {
  const [rows, tokens] = feeds['ids'].shape;
  if (rows % parts !== 0) throw new Error(`splitFeeds: expected rows divisible by ${parts}, received ${rows}`);
  const ofBatch = Object.entries(feeds).filter(([name]) => !updateNames.has(name));
  const sum = ({ data }: HostTensor) => Array.from(data).reduce((total, value) => total + value, 0);
  const share = (part: HostTensor, whole: HostTensor) => scalar(sum(whole) === 0 ? 0 : sum(part) / sum(whole));
  return Array.from({ length: parts }, (_, index) => {
    const part = Object.fromEntries(ofBatch.map(([name, feed]) => [name, ofVocabulary.has(name) ? feed : rowPart(feed, parts, index)] as const));
    const first = (rows / parts) * index * tokens;
    const positions = { ...part['positions'], data: Int32Array.from(part['positions'].data, (each) => each - first) };
    const shares = {
      maskedShare: share(part['weights'], feeds['weights']),
      realShare: share(part['attentionMask'], feeds['attentionMask']),
      exampleShare: scalar(1 / parts),
      ...('candidates' in part && { candidateShare: share(part['candidates'], feeds['candidates']) }),
    };
    return { ...part, positions, ...shares };
  });
}
