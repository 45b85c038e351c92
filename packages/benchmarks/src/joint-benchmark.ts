import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { generatorConfig, presets, type PresetName } from '@electra-ts/nn';
import { adamWDefaults, createMoments, disposeMoments, type Moments, momentVariables } from '@electra-ts/optim';
import { batchFeeds, type JointConfig, JointModel, jointStep, stepFlops, updateFeeds } from '@electra-ts/pretraining';
import type { StepBenchmark, TimedStep } from './step-benchmark.js';
import { syntheticBatch } from './synthetic-batch.js';

/** What is measured. */
export interface JointBenchmarkOptions {
  readonly preset: PresetName;
  readonly batchSize: number;
  readonly sequenceLength: number;
}

/** Weights of the losses and constants of the optimizer: the recipe's. */
const RECIPE = {
  objective: { discriminatorWeight: 50, generatorWeight: 1, temperature: 1 },
  optimizer: { ...adamWDefaults, clipNorm: 1 },
} as const;

/** The joint pre-training step of a preset on synthetic batches, timed one step at a time. */
export class JointBenchmark implements StepBenchmark {
  readonly networks: { readonly discriminator: JointConfig['discriminator']; readonly generator: JointConfig['generator'] };
  readonly flops: number;
  readonly #model: JointModel;
  readonly #moments: Moments;
  readonly #step: PreparedStep;
  #done = 0;

  constructor(
    runtime: Runtime,
    private readonly options: JointBenchmarkOptions,
  ) {
    const preset = presets[options.preset];
    this.networks = { discriminator: preset.discriminator, generator: generatorConfig(preset) };
    this.flops = stepFlops(this.networks, { ...options, maskProbability: 0.15 });
    this.#model = JointModel.create(this.networks, { seed: 1 });
    this.#moments = createMoments(this.#model.variables);
    this.#step = runtime.prepare(jointStep(this.#model, this.#moments, RECIPE), {
      name: 'joint step',
      variables: { ...this.#model.variables, ...momentVariables(this.#moments) },
      seed: 1,
      moveVariables: true,
    });
  }

  async step(): Promise<TimedStep> {
    const update = ++this.#done;
    const { vocabSize } = this.networks.discriminator;
    const batch = syntheticBatch({ ...this.options, vocabSize, step: update });
    const feeds = { ...batchFeeds(batch), ...updateFeeds(update, 5e-4, RECIPE.optimizer) };
    const started = performance.now();
    const results = await this.#step.run(feeds, update);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, losses: Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data[0]])) };
  }

  async dispose(): Promise<void> {
    await this.#step.dispose();
    this.#model.dispose();
    disposeMoments(this.#moments);
  }
}
