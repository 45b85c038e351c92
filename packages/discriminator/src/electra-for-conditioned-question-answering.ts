import {
  electraEncoder,
  encoderShapes,
  initializeParameters,
  PretrainedModel,
  readPretrained,
  type ElectraConfig,
  type LoadOptions,
  type ModelInputs,
} from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, tidy, type Tensor1D, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { answerableTokens } from './answerable-tokens.js';
import {
  answerBeams,
  type AnswerBeams,
  conditionedAnswerShapes,
  endLogits,
  impossibleLogits,
  startLogits,
} from './conditioned-answer-head.js';
import { taskParameters } from './task-parameters.js';

// B batch, T tokens

// A type and not an interface, because only types may be returned from `tidy`.
/** What training compares with the answers. */
export type ConditionedAnswerLogits = {
  /** A logit for each token of being the first, [B, T]. */
  readonly start_BT: Tensor2D;
  /** A logit for each token of being the last, given the answer's first, [B, T]. */
  readonly end_BT: Tensor2D;
  /** A logit of there being no answer, [B]. */
  readonly impossible_B: Tensor1D;
};

/** What the head reads. */
interface AnswerStates {
  readonly hidden_BTD: Tensor3D;
  readonly answerable_BT: Tensor2D;
}

/**
 * Question answering as the reference does it (finetune/qa/qa_tasks.py): the first token, then the last given the
 * first, and whether there is an answer at all. Its head has no counterpart in transformers, where the folders that it
 * writes load as an encoder only; `ElectraForQuestionAnswering` is transformers' own.
 */
export class ElectraForConditionedQuestionAnswering extends PretrainedModel {
  protected override readonly architecture = 'ElectraForConditionedQuestionAnswering';

  /** A new model; equal seeds give equal parameters. */
  static create(config: ElectraConfig, { seed }: { readonly seed: number }): ElectraForConditionedQuestionAnswering {
    const shapes = { ...encoderShapes(config), ...conditionedAnswerShapes(config) };
    return new ElectraForConditionedQuestionAnswering(config, initializeParameters(shapes, config, seed));
  }

  /**
   * The model of a folder. With `newHead`, it may be any ELECTRA, or a hub's `owner/name`: its encoder is taken, the head
   * starts anew from the seed, which is how fine-tuning begins.
   *
   * @throws UserError where a file is missing or holds another model
   */
  static async fromPretrained(
    folder: string,
    newHead?: { readonly seed: number },
    options: LoadOptions = {},
  ): Promise<ElectraForConditionedQuestionAnswering> {
    const stored = await readPretrained(folder, options.hub ?? {}, options.maxPositionEmbeddings);
    const parameters = taskParameters(stored, conditionedAnswerShapes(stored.config), newHead?.seed ?? null, options);
    return new ElectraForConditionedQuestionAnswering(stored.config, parameters);
  }

  /**
   * The logits that training needs, whose ends are given the right beginnings.
   *
   * @param starts_B int32, the first tokens of the answers; 0, [CLS], where there is none
   * @param random where dropout masks come from; null for none
   */
  logits(inputs: ModelInputs, starts_B: Tensor1D, random: RandomSource | null): ConditionedAnswerLogits {
    return tidy(() => this.#logits(this.#states(inputs, random), starts_B));
  }

  /** The likeliest answers, by beam search. */
  beams(inputs: ModelInputs, beamSize = 20): AnswerBeams {
    return tidy(() => this.#beams(this.#states(inputs, null), beamSize));
  }

  /** Both, from one pass of the encoder without dropout: the answers, and what measures them beside the right ones. */
  logitsAndBeams(inputs: ModelInputs, starts_B: Tensor1D, beamSize = 20): ConditionedAnswerLogits & AnswerBeams {
    return tidy(() => {
      const states = this.#states(inputs, null);
      return { ...this.#beams(states, beamSize), ...this.#logits(states, starts_B) };
    });
  }

  #logits({ hidden_BTD, answerable_BT }: AnswerStates, starts_B: Tensor1D): ConditionedAnswerLogits {
    const start_BT = startLogits(this.parameters, hidden_BTD, answerable_BT);
    const end_BT = endLogits(this.parameters, hidden_BTD, answerable_BT, starts_B);
    return { start_BT, end_BT, impossible_B: impossibleLogits(this.parameters, hidden_BTD, start_BT) };
  }

  #beams({ hidden_BTD, answerable_BT }: AnswerStates, beamSize: number): AnswerBeams {
    return answerBeams(this.parameters, hidden_BTD, answerable_BT, beamSize);
  }

  #states(inputs: ModelInputs, random: RandomSource | null): AnswerStates {
    const [batch, tokens] = inputs.ids_BT.shape;
    const hidden_ND = electraEncoder(this.parameters, this.config, inputs, random);
    return {
      hidden_BTD: reshape(hidden_ND, [batch, tokens, this.config.hiddenSize]) as Tensor3D,
      answerable_BT: answerableTokens(inputs.attentionMask_BT, inputs.types_BT),
    };
  }
}
