import { UserError } from '@electra-ts/config';
import {
  electraEncoder,
  encoderShapes,
  initializeParameters,
  linearLayer,
  linearShapes,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type LoadOptions,
  type ModelInputs,
  type Shapes,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, slice, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { labelNames } from './label-names.js';
import { taskParameters } from './task-parameters.js';

// B batch, T tokens, N = B*T

/** Where an answer may begin and end: a logit for every token, both [B, T]. */
export interface AnswerLogits {
  readonly start_BT: Tensor2D;
  readonly end_BT: Tensor2D;
}

/**
 * The first and the last token of an answer in its context, as `ElectraForQuestionAnswering` of transformers: one linear
 * layer with two outputs. (The reference's own head, which conditions the end on the start, is another.)
 */
export class ElectraForQuestionAnswering extends PretrainedModel {
  protected override readonly architecture = 'ElectraForQuestionAnswering';

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraForQuestionAnswering {
    const shapes = { ...encoderShapes(config), ...headShapes(config) };
    return new ElectraForQuestionAnswering(config, initializeParameters(shapes, config, seed));
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
  ): Promise<ElectraForQuestionAnswering> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    if (newHead === undefined) checkOutputs(labelNames(stored.json).length);
    const parameters = taskParameters(stored, headShapes(stored.config), newHead?.seed ?? null, options);
    return new ElectraForQuestionAnswering(stored.config, parameters);
  }

  /**
   * Logits of each token being the answer's first and last. Those of padding and of the question count as any other, as in
   * transformers: whoever picks an answer leaves them out.
   *
   * @param random where dropout masks come from while training; null for none
   * @throws UserError where sequences are longer than the model has positions
   */
  logits(inputs: ModelInputs, random: RandomSource | null): AnswerLogits {
    const [batch, tokens] = inputs.ids_BT.shape;
    return tidy(() => {
      const hidden_ND = electraEncoder(this.parameters, this.config, inputs, random);
      const both_N2 = linearLayer(this.parameters, 'qa_outputs', hidden_ND);
      const side = (column: number): Tensor2D =>
        reshape(slice(both_N2, [0, column], [batch * tokens, 1]), [batch, tokens]);
      return { start_BT: side(0), end_BT: side(1) };
    });
  }
}

const headShapes = ({ hiddenSize }: ElectraConfig): Shapes => linearShapes('qa_outputs', hiddenSize, 2);

function checkOutputs(labels: number): void {
  if (labels !== 2) {
    throw new UserError({
      what: 'config.json does not describe a question-answering model',
      expected: 'two outputs, for the first and the last token of an answer',
      received: `an id2label of ${labels}`,
    });
  }
}
