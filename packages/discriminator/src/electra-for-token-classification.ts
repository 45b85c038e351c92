import {
  dropoutLayer,
  electraEncoder,
  encoderShapes,
  initializeParameters,
  linearLayer,
  linearShapes,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type HuggingFaceConfig,
  type LoadOptions,
  type ModelInputs,
  type Shapes,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, tidy, type Tensor3D, type Variable } from '@tensorflow/tfjs-core';
import { classifierDropout, dropoutEntry } from './classifier-dropout.js';
import type { NewHead } from './electra-for-sequence-classification.js';
import { labelEntries, labelNames } from './label-names.js';
import { taskParameters } from './task-parameters.js';

// B batch, T tokens, C labels

/** A label for each token, as `ElectraForTokenClassification` of transformers: one linear layer on the encoder. */
export class ElectraForTokenClassification extends PretrainedModel {
  protected override readonly architecture = 'ElectraForTokenClassification';

  private constructor(
    config: ElectraConfig,
    parameters: Record<string, Variable>,
    /** Names of the labels, in the order of the logits. */
    readonly labels: readonly string[],
    /** Dropout of the head where it is not the encoder's. */
    readonly classifierDropout: number | undefined,
  ) {
    super(config, parameters);
  }

  /**
   * A new model; equal seeds give equal parameters.
   *
   * @throws UserError where the labels cannot be used
   */
  static create(config: ElectraConfig, { labels, seed, classifierDropout }: NewHead): ElectraForTokenClassification {
    labelEntries(labels);
    dropoutEntry(classifierDropout);
    const shapes = { ...encoderShapes(config), ...headShapes(config, labels.length) };
    return new ElectraForTokenClassification(config, initializeParameters(shapes, config, seed), [...labels], classifierDropout);
  }

  /**
   * The model of a folder, or of a hub's `owner/name`. Without `newHead` it is a trained tagger, whose labels config.json
   * names. With it, it may be any ELECTRA: its encoder is taken, the head starts anew, which is how fine-tuning begins.
   *
   * @throws UserError where a file is missing or holds another model, or the labels cannot be used
   */
  static async fromPretrained(
    folder: string,
    newHead?: NewHead,
    options: LoadOptions = {},
  ): Promise<ElectraForTokenClassification> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    const labels = newHead === undefined ? labelNames(stored.json) : [...newHead.labels];
    labelEntries(labels, newHead === undefined ? 1 : 2);
    const dropout = newHead === undefined ? classifierDropout(stored.json) : newHead.classifierDropout;
    dropoutEntry(dropout);
    const shapes = headShapes(stored.config, labels.length);
    const parameters = taskParameters(stored, shapes, newHead?.seed ?? null, options);
    return new ElectraForTokenClassification(stored.config, parameters, labels, dropout);
  }

  protected override configEntries(): HuggingFaceConfig {
    return { ...labelEntries(this.labels, 1), ...dropoutEntry(this.classifierDropout) };
  }

  /**
   * A logit for each label at each token: [B, T, C]. Those of padding mean nothing.
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): Tensor3D {
    const { config, labels, parameters } = this;
    const [batch, tokens] = inputs.ids_BT.shape;
    return tidy(() => {
      const hidden_ND = electraEncoder(parameters, config, inputs, random);
      const dropped_ND = dropoutLayer(hidden_ND, this.classifierDropout ?? config.hiddenDropoutProb, random);
      return reshape(linearLayer(parameters, 'classifier', dropped_ND), [batch, tokens, labels.length]);
    });
  }
}

const headShapes = ({ hiddenSize }: ElectraConfig, labels: number): Shapes =>
  linearShapes('classifier', hiddenSize, labels);
