import {
  electraEncoder,
  encoderShapes,
  initializeParameters,
  loadParameters,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type HuggingFaceConfig,
  type ModelInputs,
  type Pretrained,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { tidy, type Tensor2D, type Variable } from '@tensorflow/tfjs-core';
import { classificationHeadShapes, classificationShapes } from './classification-shapes.js';
import { labelEntries, labelNames } from './label-names.js';
import { sequenceClassificationLogits } from './sequence-classification-logits.js';

// B batch, C labels

/** What a classifier with a new head needs. */
export interface NewHead {
  /** Names of the labels, in the order of the logits. */
  readonly labels: readonly string[];
  /** Seed of the parameters that start random. */
  readonly seed: number;
}

/** One label for a text or a pair of texts, as `ElectraForSequenceClassification` of transformers. */
export class ElectraForSequenceClassification extends PretrainedModel {
  protected override readonly architecture = 'ElectraForSequenceClassification';

  private constructor(
    config: ElectraConfig,
    parameters: Record<string, Variable>,
    /** Names of the labels, in the order of the logits. */
    readonly labels: readonly string[],
  ) {
    super(config, parameters);
  }

  /**
   * A new model; equal seeds give equal parameters.
   *
   * @throws UserError where the labels cannot be used
   */
  static create(config: ElectraConfig, { labels, seed }: NewHead): ElectraForSequenceClassification {
    labelEntries(labels);
    const parameters = initializeParameters(classificationShapes(config, labels.length), config, seed);
    return new ElectraForSequenceClassification(config, parameters, [...labels]);
  }

  /**
   * The model of a folder. Without `newHead` it holds a trained classifier, whose labels config.json names. With it the
   * folder may hold any ELECTRA: its encoder is taken, the head starts anew, which is how fine-tuning begins.
   *
   * @throws UserError where a file is missing or holds another model, or the labels cannot be used
   */
  static async fromPretrained(folder: string, newHead?: NewHead): Promise<ElectraForSequenceClassification> {
    const stored = await readPretrained(folder);
    const { config } = stored;
    if (newHead === undefined) {
      const labels = labelNames(stored.json);
      const parameters = loadParameters(stored, classificationShapes(config, labels.length));
      return new ElectraForSequenceClassification(config, parameters, labels);
    }
    labelEntries(newHead.labels);
    const encoder = loadParameters(withoutHeads(stored), encoderShapes(config));
    const headShapes = classificationHeadShapes(config, newHead.labels.length);
    const head = initializeParameters(headShapes, config, newHead.seed);
    return new ElectraForSequenceClassification(config, { ...encoder, ...head }, [...newHead.labels]);
  }

  protected override configEntries(): HuggingFaceConfig {
    return labelEntries(this.labels);
  }

  /**
   * A logit for each label: [B, C].
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): Tensor2D {
    const [batch] = inputs.ids_BT.shape;
    return tidy(() => {
      const hidden_ND = electraEncoder(this.parameters, this.config, inputs, random);
      return sequenceClassificationLogits(this.parameters, this.config, hidden_ND, batch, random);
    });
  }
}

function withoutHeads(stored: Pretrained): Pretrained {
  const encoder = Object.entries(stored.weights).filter(([name]) => name.startsWith('electra.'));
  return { ...stored, weights: Object.fromEntries(encoder) };
}
