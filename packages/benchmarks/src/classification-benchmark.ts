import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { type ElectraConfig, forwardFlops, presets, type PresetName } from '@electra-ts/nn';
import { adamWDefaults, createMoments, disposeMoments, layerwiseRates, type Moments, momentVariables } from '@electra-ts/optim';
import { defaultRecipe, type Feeds, finetuningStep, inferenceStep, kinds, type Learner } from '@electra-ts/tasks';
import type { StepBenchmark, TimedStep } from './step-benchmark.js';
import { syntheticBatch } from './synthetic-batch.js';

// B batch, T tokens

/** What is measured. */
export interface ClassificationBenchmarkOptions {
  readonly preset: PresetName;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Fine-tune by the reference's recipe, or only compute the logits. */
  readonly training: boolean;
}

const LABELS = ['0', '1'];

/** A preset's discriminator below a classification head of two labels: a fine-tuning step, or inference, on random tokens. */
export class ClassificationBenchmark implements StepBenchmark {
  readonly networks: { readonly discriminator: ElectraConfig };
  readonly flops: number;
  readonly #learner: Learner;
  readonly #moments: Moments | undefined;
  readonly #step: PreparedStep;
  #done = 0;

  constructor(
    runtime: Runtime,
    private readonly options: ClassificationBenchmarkOptions,
  ) {
    const config = presets[options.preset].discriminator;
    const kind = kinds.classification;
    const model = kind.create(config, { labels: LABELS, seed: 1 });
    this.networks = { discriminator: config };
    // The head reads one token of a text: nothing beside the encoder.
    this.flops = forwardFlops(config, options, options.batchSize) * (options.training ? 3 : 1);
    this.#learner = { kind, model };
    this.#moments = options.training ? createMoments(model.parameters) : undefined;
    this.#step =
      this.#moments === undefined
        ? runtime.prepare(inferenceStep(this.#learner), { name: 'inference', variables: model.parameters, shapes: kind.shapes })
        : this.#prepareTraining(runtime, this.#moments);
  }

  async step(): Promise<TimedStep> {
    const n = ++this.#done;
    const feeds = this.#feeds(n);
    const started = performance.now();
    const results = await this.#step.run(feeds, n);
    const seconds = (performance.now() - started) / 1000;
    const scalars = Object.entries(results).filter(([, { shape }]) => shape.length === 0);
    return { seconds, losses: Object.fromEntries(scalars.map(([name, { data }]) => [name, data[0]])) };
  }

  async dispose(): Promise<void> {
    await this.#step.dispose();
    this.#learner.model.dispose();
    if (this.#moments !== undefined) disposeMoments(this.#moments);
  }

  #prepareTraining(runtime: Runtime, moments: Moments): PreparedStep {
    const { model } = this.#learner;
    const { numHiddenLayers } = this.networks.discriminator;
    const { weightDecay, layerDecay, clipNorm } = defaultRecipe;
    const step = finetuningStep(this.#learner, moments, {
      adamW: { ...adamWDefaults, weightDecay },
      rates: layerwiseRates(Object.keys(model.parameters), { decay: layerDecay, numHiddenLayers }),
      clipNorm,
    });
    const variables = { ...model.parameters, ...momentVariables(moments) };
    return runtime.prepare(step, { name: 'fine-tuning step', variables, seed: 1, moveVariables: true });
  }

  /** Random tokens without padding: ids, types and attentionMask [B, T], and labels [B] where something learns from them. */
  #feeds(step: number): Feeds {
    const { batchSize, sequenceLength, training } = this.options;
    const { vocabSize } = this.networks.discriminator;
    const { ids, types, attentionMask } = syntheticBatch({ batchSize, sequenceLength, vocabSize, step });
    const shape = [batchSize, sequenceLength];
    const inputs: Feeds = {
      ids: { shape, dtype: 'int32', data: ids },
      types: { shape, dtype: 'int32', data: types },
      attentionMask: { shape, dtype: 'float32', data: attentionMask },
    };
    if (!training) return inputs;
    return {
      ...inputs,
      labels: { shape: [batchSize], dtype: 'int32', data: Int32Array.from({ length: batchSize }, (_, row) => row % 2) },
      weights: { shape: [batchSize], dtype: 'float32', data: new Float32Array(batchSize).fill(1) },
      learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(defaultRecipe.learningRate) },
    };
  }
}
