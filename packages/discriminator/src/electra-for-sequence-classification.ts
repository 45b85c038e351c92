import {
  firstStates,
  initializeParameters,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type HuggingFaceConfig,
  type LoadOptions,
  type ModelInputs,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { tidy, type Tensor2D, type Variable } from '@tensorflow/tfjs-core';
import { classificationHeadShapes, classificationShapes } from './classification-shapes.js';
import { classifierDropout, dropoutEntry } from './classifier-dropout.js';
import { labelEntries, labelNames } from './label-names.js';
import { checkedProblemType, problemTypeOf, type ProblemType } from './problem-type.js';
import { pooledLogits } from './pooled-logits.js';
import { sequenceClassificationLogits } from './sequence-classification-logits.js';
import { sequenceArchitectures, type SequenceHead } from './sequence-head.js';
import { taskParameters } from './task-parameters.js';

// B batch, C labels, D width

/** What a classifier with a new head needs. */
export interface NewHead {
  /** Names of the labels, in the order of the logits. */
  readonly labels: readonly string[];
  /** Seed of the parameters that start random. */
  readonly seed: number;
  /** Dropout of the head; the encoder's `hiddenDropoutProb` when absent. */
  readonly classifierDropout?: number;
}

/** What a sequence classifier with a new head needs. */
export interface NewSequenceHead extends NewHead {
  /** What the logits mean. Default `single_label_classification`; `regression` has one label, the number's name. */
  readonly problemType?: ProblemType;
  /** Default `transformers`. */
  readonly head?: SequenceHead;
}

/**
 * Labels or a number for a text or a pair of texts, as `ElectraForSequenceClassification` of transformers; or with the
 * head of the reference, see `sequenceHeads`.
 */
export class ElectraForSequenceClassification extends PretrainedModel {
  private constructor(
    config: ElectraConfig,
    parameters: Record<string, Variable>,
    /** Names of the labels, in the order of the logits. */
    readonly labels: readonly string[],
    /** What the logits mean, and so which loss trains them. */
    readonly problemType: ProblemType,
    /** Dropout of the head where it is not the encoder's. */
    readonly classifierDropout: number | undefined,
    readonly head: SequenceHead,
  ) {
    super(config, parameters);
  }

  protected override get architecture(): string {
    return sequenceArchitectures[this.head];
  }

  /**
   * A new model; equal seeds give equal parameters.
   *
   * @throws UserError where the labels cannot be used
   */
  static create(config: ElectraConfig, newHead: NewSequenceHead): ElectraForSequenceClassification {
    const { labels, seed, problemType, classifierDropout, head = 'transformers' } = newHead;
    const type = checkedHead(labels, problemType);
    dropoutEntry(classifierDropout);
    const parameters = initializeParameters(classificationShapes(config, labels.length, head), config, seed);
    return new ElectraForSequenceClassification(config, parameters, [...labels], type, classifierDropout, head);
  }

  /**
   * The model of a folder, or of a hub's `owner/name`. Without `newHead` it is a trained classifier, whose labels config.json
   * names. With it, it may be any ELECTRA: its encoder is taken, the head starts anew, which is how fine-tuning begins.
   *
   * @throws UserError where a file is missing or holds another model, or the labels cannot be used
   */
  static async fromPretrained(
    folder: string,
    newHead?: NewSequenceHead,
    options: LoadOptions = {},
  ): Promise<ElectraForSequenceClassification> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    const labels = newHead === undefined ? labelNames(stored.json) : [...newHead.labels];
    const type =
      newHead === undefined ? problemTypeOf(stored.json, labels.length) : checkedHead(labels, newHead.problemType);
    const dropout = newHead === undefined ? classifierDropout(stored.json) : newHead.classifierDropout;
    dropoutEntry(dropout);
    const head = newHead === undefined ? headOf(stored.json) : (newHead.head ?? 'transformers');
    const headShapes = classificationHeadShapes(stored.config, labels.length, head);
    const parameters = taskParameters(stored, headShapes, newHead?.seed ?? null, options);
    return new ElectraForSequenceClassification(stored.config, parameters, labels, type, dropout, head);
  }

  protected override configEntries(): HuggingFaceConfig {
    return { ...labelEntries(this.labels, 1), problem_type: this.problemType, ...dropoutEntry(this.classifierDropout) };
  }

  /**
   * A logit for each label: [B, C].
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): Tensor2D {
    return tidy(() => {
      const first_BD = firstStates(this.parameters, this.config, inputs, random);
      const logits = this.head === 'pooled' ? pooledLogits : sequenceClassificationLogits;
      return logits(this.parameters, this.config, first_BD, random, this.classifierDropout);
    });
  }
}

const headOf = ({ architectures }: HuggingFaceConfig): SequenceHead =>
  (architectures as unknown[] | undefined)?.[0] === sequenceArchitectures.pooled ? 'pooled' : 'transformers';

function checkedHead(labels: readonly string[], problemType: ProblemType = 'single_label_classification'): ProblemType {
  labelEntries(labels, checkedProblemType(problemType) === 'single_label_classification' ? 2 : 1);
  return problemType;
}
