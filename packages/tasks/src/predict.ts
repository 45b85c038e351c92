import type { PreparedStep, Runtime } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { createRuntime, type EngineChoice } from '@electra-ts/engine';
import { assertVocabulary, checkReading, lengthBatches, type ReadingLimits } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { answerPieces } from './answer-pieces.js';
import { chunks } from './chunks.js';
import { inferenceStep } from './finetuning-step.js';
import { readResults } from './finetuning-results.js';
import type { KindContext, PieceOutputs, TaskKind, TaskPiece } from './kinds/task-kind.js';
import { kindOfModel, kinds } from './kinds/task-kinds.js';
import type { Unlabeled } from './labeled-data.js';
import { answeringDefaults, defaultRecipe } from './recipe.js';
import type { TaskKindName } from './task-file.js';

/** What says which model answers, and where it is computed. */
export interface PredictorOptions extends EngineChoice {
  /** Folder of a fine-tuned model. */
  readonly model: string;
  /**
   * Longest piece that the model reads at once, in tokens. Default: what it was fine-tuned with, where its results.json
   * says so, else all its positions.
   */
  readonly maxLength?: number;
  /** Is told once where an example is longer in a part that is not read in windows: a question of question answering. */
  readonly warn?: (message: string) => void;
}

/** Examples that are read ahead, so that those of like length share batches. */
export const READ_AHEAD = 1024;

/** A fine-tuned model that answers examples of its kind of task. */
export class Predictor {
  /** Prepared once, so that what is compiled for a shape of batch serves all calls. */
  #step: PreparedStep | undefined;
  #hasWarned = false;

  private constructor(
    readonly kindName: TaskKindName,
    readonly kind: TaskKind,
    readonly context: KindContext,
    private readonly runtime: Runtime,
    private readonly model: Awaited<ReturnType<TaskKind['load']>>,
    /** Whether its examples were pairs, as far as its results.json says so. */
    private readonly isOfPairs: boolean,
    private readonly warn: PredictorOptions['warn'],
  ) {}

  /** @throws UserError where the folder holds no model with a head for a task */
  static async open(options: PredictorOptions): Promise<Predictor> {
    const { model: folder } = options;
    const kindName = await kindOfModel(folder);
    const kind = kinds[kindName];
    const results = await readResults(folder);
    const tokenizer = await Tokenizer.fromPretrained(folder);
    const { runtime } = await createRuntime(options);
    try {
      const model = await kind.load(folder);
      assertVocabulary(model.config, tokenizer);
      const positions = model.config.maxPositionEmbeddings;
      const maxLength = Math.min(positions, options.maxLength ?? results?.recipe.maxLength ?? positions);
      const recipe = { ...defaultRecipe, ...answeringDefaults, ...results?.recipe, maxLength };
      const labels = kind.labelsOf(model);
      refuseEqual(labels, folder);
      const context = { tokenizer, labels, recipe, settings: results?.settings ?? {} };
      return new Predictor(kindName, kind, context, runtime, model, results?.pairs === true, options.warn);
    } catch (error) {
      await runtime.dispose();
      throw error;
    }
  }

  /**
   * An example without its answer out of a line of input, see `TaskKind.input`.
   *
   * @throws UserError where a key is missing or of another type, and where a model of pairs is given one text
   */
  input(values: Readonly<Record<string, unknown>>): object {
    const example = this.kind.input(values);
    if (!this.isOfPairs || (example as Partial<Unlabeled>).pair !== undefined) return example;
    throw new UserError({
      what: 'The input has no text under "pair", and the model was fine-tuned on pairs of texts',
      expected: 'a JSON object with strings "text" and "pair"',
      received: JSON.stringify(values).slice(0, 80),
    });
  }

  /**
   * Answers in the order of the examples, of which a thousand are held at a time.
   *
   * @throws TooMuchToRead for an example beyond the limits, before anything of its thousand is computed; the reason of the limits' signal
   */
  async *answers(examples: Iterable<object> | AsyncIterable<object>, { signal, mostTokens }: ReadingLimits = {}): AsyncGenerator<object> {
    const { kind, model, runtime } = this;
    const context = { ...this.context, mostTokens };
    const step = (this.#step ??= runtime.prepare(inferenceStep({ kind, model }), { name: 'answers', variables: model.parameters, shapes: kind.shapes }));
    for await (const chunk of chunks(examples, READ_AHEAD)) {
      const { pieces, truncated } = await kind.encode(chunk, context, 'answering');
      checkPieces(kind, pieces, mostTokens);
      if (truncated > 0) this.#warnOfCut();
      const batches = lengthBatches(pieces.map(({ tokens }) => tokens), { maxTokens: context.recipe.maxLength });
      const parts = await answerPieces({ kind, context, step, pieces, batches, signal }, chunk.length, refuseNaN);
      for (const [i, example] of chunk.entries()) yield kind.answer(example, parts[i], context);
    }
  }

  #warnOfCut(): void {
    const cut = this.kind.cut?.(this.context.recipe);
    if (this.#hasWarned || cut === undefined) return;
    this.#hasWarned = true;
    this.warn?.(`${cut.what} of more than ${cut.tokens} tokens are read to there only (${cut.key} of the fine-tuning).`);
  }

  /** Releases model and engine. */
  async close(): Promise<void> {
    this.model.dispose();
    await this.runtime.dispose();
  }
}

/** @throws UserError where two labels have one name, of which answers could not tell them apart */
function refuseEqual(labels: readonly string[], folder: string): void {
  const twice = labels.find((label, id) => labels.indexOf(label) !== id);
  if (twice === undefined) return;
  throw new UserError({
    what: `${folder} holds a model that has two labels of one name`,
    expected: 'a name for each in id2label of config.json',
    received: JSON.stringify(labels),
  });
}

/** @throws UserError where the network gives no number, which would be told as an answer like others */
function refuseNaN(outputs: PieceOutputs): void {
  if (Object.values(outputs).every((numbers) => !numbers.some(Number.isNaN))) return;
  throw new UserError({
    what: 'The model answers NaN, no number',
    expected: 'weights that are numbers',
    remedy: 'Its training has diverged, or its weights are damaged: fine-tune it again, from a model that answers.',
  });
}

/** @throws TooMuchToRead where the pieces of an example have more tokens than that */
function checkPieces(kind: TaskKind, pieces: readonly TaskPiece[], mostTokens?: number): void {
  const read = new Map<number, { windows: number; tokens: number }>();
  for (const piece of pieces) {
    const { windows, tokens } = read.get(piece.owner) ?? { windows: 0, tokens: 0 };
    read.set(piece.owner, { windows: windows + 1, tokens: tokens + (kind.tokensRead?.(piece) ?? piece.tokens) });
  }
  for (const each of read.values()) checkReading(each, mostTokens);
}

/**
 * Answers to a stream of examples, in their order, in the shape of the model's kind (`Classification`, `Estimate`,
 * `Labeling`, `Tagging`, `QuestionAnswer`, `Choice`). Each example is an object with the keys of that shape's input.
 *
 * @throws UserError where the folder holds no fine-tuned model, and for an example without the keys that it needs
 */
export async function* predict(
  options: PredictorOptions & {
    readonly examples: Iterable<Readonly<Record<string, unknown>>> | AsyncIterable<Readonly<Record<string, unknown>>>;
  },
): AsyncGenerator<object> {
  const predictor = await Predictor.open(options);
  const { kind } = predictor;
  async function* checked(): AsyncGenerator<object> {
    for await (const values of options.examples) yield predictor.input(values);
  }
  try {
    for await (const answer of predictor.answers(checked())) yield kind.shown?.(answer) ?? answer;
  } finally {
    await predictor.close();
  }
}
