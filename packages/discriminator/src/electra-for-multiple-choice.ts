import {
  encoderShapes,
  firstStates,
  initializeParameters,
  linearShapes,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type HuggingFaceConfig,
  type LoadOptions,
  type Shapes,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, tidy, type Tensor2D, type Tensor3D, type Variable } from '@tensorflow/tfjs-core';
import { multipleChoiceLogits } from './multiple-choice-logits.js';
import { DEFAULT_SUMMARY_DROPOUT, summaryDropout } from './summary-dropout.js';
import { taskParameters } from './task-parameters.js';

// B batch, C choices, S = B*C sequences, T tokens, D width

/** What the model reads, all [B, C, T]: a sequence for each choice, such as the question with that answer. */
export interface ChoiceInputs {
  /** Token ids, int32. */
  readonly ids_BCT: Tensor3D;
  /** float32, 1 for tokens and 0 for padding. */
  readonly attentionMask_BCT: Tensor3D;
  /** Segment ids, int32: 0 for the first text, 1 for the second of a pair. */
  readonly types_BCT: Tensor3D;
}

/** The right one of several choices, as `ElectraForMultipleChoice` of transformers. */
export class ElectraForMultipleChoice extends PretrainedModel {
  protected override readonly architecture = 'ElectraForMultipleChoice';

  private constructor(
    config: ElectraConfig,
    parameters: Record<string, Variable>,
    /** Dropout rate before the last layer while training. */
    readonly summaryDropout: number,
  ) {
    super(config, parameters);
  }

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraForMultipleChoice {
    const shapes = { ...encoderShapes(config), ...headShapes(config) };
    return new ElectraForMultipleChoice(config, initializeParameters(shapes, config, seed), DEFAULT_SUMMARY_DROPOUT);
  }

  /**
   * The model of a folder, or of a hub's `owner/name`. Without `newHead` it is a trained model. With it, it may be any
   * ELECTRA: its encoder is taken, the head starts anew from the seed, which is how fine-tuning begins.
   *
   * @throws UserError where a file is missing or holds another model
   */
  static async fromPretrained(
    folder: string,
    newHead?: { readonly seed: number },
    options: LoadOptions = {},
  ): Promise<ElectraForMultipleChoice> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    const dropout = summaryDropout(stored.json);
    const parameters = taskParameters(stored, headShapes(stored.config), newHead?.seed ?? null, options);
    return new ElectraForMultipleChoice(stored.config, parameters, dropout);
  }

  protected override configEntries(): HuggingFaceConfig {
    return { summary_last_dropout: this.summaryDropout };
  }

  /**
   * A logit for each choice, the highest for the best: [B, C]. `sequenceClassificationLoss` trains them.
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits({ ids_BCT, attentionMask_BCT, types_BCT }: ChoiceInputs, random: RandomSource | null): Tensor2D {
    const { config, parameters } = this;
    const [batch, choices, tokens] = ids_BCT.shape;
    return tidy(() => {
      const flat = (x_BCT: Tensor3D): Tensor2D => reshape(x_BCT, [batch * choices, tokens]);
      const inputs = {
        ids_BT: flat(ids_BCT),
        attentionMask_BT: flat(attentionMask_BCT),
        types_BT: flat(types_BCT),
      };
      const first_SD = firstStates(parameters, config, inputs, random);
      return multipleChoiceLogits(parameters, first_SD, { batch, choices }, this.summaryDropout, random);
    });
  }
}

const headShapes = ({ hiddenSize }: ElectraConfig): Shapes => ({
  ...linearShapes('sequence_summary.summary', hiddenSize, hiddenSize),
  ...linearShapes('classifier', hiddenSize, 1),
});
