import type { HostTensor, StepOptions } from '@electra-ts/compiler';
import type { SequenceHead } from '@electra-ts/discriminator';
import type { ElectraConfig, PretrainedModel } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { ExampleTokenizer } from '../encode-examples.js';
import type { Recipe } from '../recipe.js';

// B rows of a batch, T tokens

/** What the network reads at once of one example: the whole of it, a window of a long one, or its choices. */
export interface TaskPiece {
  /** Place of its example among those that were encoded together. */
  readonly owner: number;
  /** Length in tokens, special tokens included; that of the longest sequence where there are several. */
  readonly tokens: number;
}

/** What a kind's model has learned besides its weights; kept in results.json. */
export interface KindSettings {
  /** Question answering: whether questions without an answer were seen. */
  readonly unanswerable?: boolean;
  /** Question answering: a question has no answer where "none" scores above the best span by more than this. */
  readonly nullThreshold?: number;
}

/** What encoding and answering need to know. */
export interface KindContext {
  readonly tokenizer: ExampleTokenizer;
  /** Names of the model's outputs, in order. */
  readonly labels: readonly string[];
  readonly recipe: Recipe;
  readonly settings: KindSettings;
  /** Regression: the range that training maps to 0 to 1. Absent for a saved model, which gives the task's own numbers. */
  readonly range?: readonly [number, number];
  /** Most tokens that may be read to answer one example, see `ReadingLimits` of nn. Any number when absent. */
  readonly mostTokens?: number | undefined;
  /** Classification: weights of the labels in the loss of training, in the order of `labels`; all 1 when absent. */
  readonly classWeights?: readonly number[];
}

/** A new head on an encoder. */
export interface KindHead {
  readonly labels: readonly string[];
  readonly seed: number;
  /** Of kinds that classify a sequence; transformers' when absent. */
  readonly head?: SequenceHead | undefined;
  /** Of question answering; transformers' when absent. */
  readonly answerHead?: Recipe['answerHead'];
}

/** Tensors by name, as a step reads or reports them. */
export type Feeds = Readonly<Record<string, HostTensor>>;
/** The numbers that a network reported for one piece, by the names of `TaskKind.outputs`. */
export type PieceOutputs = Readonly<Record<string, Float32Array>>;

/** A part of examples that is cut where it is longer than the network is to read. */
export interface Cut {
  /** In the plural. */
  readonly what: string;
  readonly tokens: number;
  /** Of the configuration. */
  readonly key: string;
}

/**
 * One kind of task: how its examples become batches, what network and loss learn it, how outputs become answers, and
 * what tells how good these are. Everything else (the loop, evaluation, saving, streams) is common to all kinds.
 *
 * Its types are the kind's own; `anyKind` in task-kinds.ts forgets them.
 */
export interface TaskKind<
  Example extends object = object,
  Piece extends TaskPiece = TaskPiece,
  Part = unknown,
  Answer extends object = object,
  Model extends PretrainedModel = PretrainedModel,
> {
  /** Name of the class in transformers whose folders hold this kind's models. */
  readonly architecture: string;
  /** Names of classes of the same kind of task with another head. */
  readonly otherArchitectures?: readonly string[];
  /** Which states of the encoder the head reads: those of every token, or of the first one (`firstStates` of nn). */
  readonly states: 'all' | 'first';
  /** Metrics where a larger value is worse. */
  readonly lowerIsBetter?: readonly string[];

  /** A new model around a network of that shape; equal seeds give equal parameters. */
  create(config: ElectraConfig, head: KindHead): Model;
  /** The fine-tuned model of a folder; with `head`, any ELECTRA's encoder below a new head. */
  load(folder: string, head?: KindHead): Promise<Model>;
  /** Names of the outputs of a loaded model. */
  labelsOf(model: Model): readonly string[];
  /** What the network says about a batch, one row a piece. */
  outputs(model: Model, feeds: Readonly<Record<string, Tensor>>, random: RandomSource | null): Record<string, Tensor>;
  /** Mean loss of a batch, []. `feeds` also has what `targets` made. */
  loss(outputs: Readonly<Record<string, Tensor>>, feeds: Readonly<Record<string, Tensor>>): Scalar;
  /**
   * Values to save in place of those that training left, where the two differ.
   *
   * @param values parameters by name
   */
  savedValues?(values: Record<string, HostTensor>, context: KindContext): Record<string, HostTensor>;

  /** An example without its answer out of a line of input. Throws UserError where a key is missing or of another type. */
  input(values: Readonly<Record<string, unknown>>): Example;
  /**
   * What the network will read.
   *
   * @param how `training` may cut a text that is too long and counts it; `answering` reads all of it, in windows
   * @throws TooMuchToRead where that would be more pieces than can be made of one example within the context's `mostTokens`
   */
  encode(
    examples: readonly Example[],
    context: KindContext,
    how: 'training' | 'answering',
  ): Promise<{ pieces: Piece[]; truncated: number }>;
  /** What `encode` counts as cut, to how many tokens and by which key of the recipe. Texts, to `training.maxLength`, when absent. */
  cut?(recipe: Recipe): Cut;
  /** Tokens that the network reads for a piece, where these are more than its length. */
  tokensRead?(piece: Piece): number;
  /** What `outputs` reads, for pieces padded to `[rows, length]`; rows past the pieces are padding. */
  inputs(pieces: readonly Piece[], shape: readonly [rows: number, length: number], padId: number): Feeds;
  /** Shapes of `inputs`, with names for axes of any size. */
  readonly shapes: NonNullable<StepOptions['shapes']>;
  /** What `loss` reads besides: the right answers, and weights that are 0 for rows past the pieces. */
  targets(pieces: readonly Piece[], shape: readonly [rows: number, length: number]): Feeds;

  /** What is kept of a piece's outputs until all pieces of its example are there. */
  part(outputs: PieceOutputs, piece: Piece, context: KindContext): Part;
  /** The piece's loss, where its example has an answer. */
  pieceLoss(outputs: PieceOutputs, piece: Piece, context: KindContext): number;
  /** How much a piece's loss counts in the mean of all, so that this is what `loss` is for a batch of them: of what `pieceLoss` is a mean itself, the count. 1 when absent. */
  pieceWeight?(piece: Piece): number;
  /** The answer to an example from the parts of its pieces, in order. */
  answer(example: Example, parts: readonly Part[], context: KindContext): Answer;
  /** The answer as `predict` shows it, where some of it only serves `score`. */
  shown?(answer: Answer): object;
  /** Metrics by the names of the official scripts. */
  score(examples: readonly Example[], answers: readonly Answer[], context: KindContext): Record<string, number>;
  /** Settings that are chosen by looking at answers to development examples. */
  tune?(examples: readonly Example[], answers: readonly Answer[], context: KindContext): KindSettings;
}
