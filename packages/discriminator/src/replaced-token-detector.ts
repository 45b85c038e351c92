import { pause } from '@electra-ts/config';
import {
  assertVocabulary,
  checkReading,
  inferenceBatches,
  textWindows,
  type InferenceSequence,
  type ModelRuntime,
  type ModelStep,
  type ReadingLimits,
  type TextEncoding,
  type TextTokenizer,
  type TextWindow,
  textShapes,
} from '@electra-ts/nn';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { ElectraForPreTraining } from './electra-for-pre-training.js';

// B rows of a batch, T tokens

/** What a discriminator thinks of one token. */
export interface TokenDoubt {
  /** The token as the vocabulary has it. */
  readonly token: string;
  readonly id: number;
  /** Where the token stands in the text, in UTF-16 units: `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** Above 0 where the token looks replaced. */
  readonly logit: number;
  /** Probability that the token was replaced, 0 to 1. */
  readonly replaced: number;
}

/** A text whose tokens are to be judged, given as text or already encoded. */
type Judged = { readonly text: string; readonly encoding: TextEncoding };

/**
 * Asks a discriminator about every token of a text. Texts longer than the model's positions are read in overlapping windows,
 * never truncated. Special tokens are added for the model and left out of the answer.
 */
export class ReplacedTokenDetector {
  readonly #model: ElectraForPreTraining;
  readonly #tokenizer: TextTokenizer;
  readonly #step: ModelStep;

  /**
   * @param options.runtime where the model computes; its graph has the values that the model's parameters have when it is first asked
   * @throws UserError where the tokenizer has more tokens than the model has embeddings
   */
  constructor(options: {
    readonly model: ElectraForPreTraining;
    readonly tokenizer: TextTokenizer;
    readonly runtime: ModelRuntime;
  }) {
    const { model, tokenizer, runtime } = options;
    assertVocabulary(model.config, tokenizer);
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#step = runtime.prepare(
      ({ ids, types, attentionMask }) => ({
        logits: model.logits(
          { ids_BT: ids as Tensor2D, types_BT: types as Tensor2D, attentionMask_BT: attentionMask as Tensor2D },
          null,
        ),
      }),
      { name: 'detect', variables: model.parameters, shapes: textShapes },
    );
  }

  /**
   * Judges every token of every text, in order.
   *
   * @returns for each text its tokens; none for a text without any
   * @throws TooMuchToRead for a text beyond the limits, before anything is computed; the reason of the limits' signal
   */
  async detect(texts: readonly string[], limits: ReadingLimits = {}): Promise<TokenDoubt[][]> {
    const encodings = await this.#tokenizer.encodeBatch(texts);
    return this.detectEncoded(texts.map((text, i) => ({ text, encoding: encodings[i] })), limits);
  }

  /** The same for texts that are encoded already, without special tokens: ids may differ from what the text says. */
  async detectEncoded(judged: readonly Judged[], { signal, mostTokens }: ReadingLimits = {}): Promise<TokenDoubt[][]> {
    const { cls, sep, pad } = this.#tokenizer.specialTokens;
    const maxTokens = this.#model.config.maxPositionEmbeddings;
    const logits = judged.map(({ encoding }) => new Float32Array(encoding.ids.length));

    const windows: { readonly text: number; readonly window: TextWindow }[] = [];
    const sequences: InferenceSequence[] = [];
    judged.forEach(({ encoding }, text) => {
      const own = textWindows(encoding.ids.length, maxTokens - 2);
      checkReading({ windows: own.length, tokens: own.reduce((sum, { start, end }) => sum + end - start + 2, 0) }, mostTokens);
      for (const window of own) {
        windows.push({ text, window });
        sequences.push({ ids: [cls, ...encoding.ids.subarray(window.start, window.end), sep] });
      }
    });

    for (const batch of inferenceBatches(sequences, { maxTokens, padId: pad })) {
      if (signal) await pause(signal);
      const { shape } = batch;
      const { logits: result } = await this.#step.run({
        ids: { shape, dtype: 'int32', data: batch.ids },
        types: { shape, dtype: 'int32', data: batch.types },
        attentionMask: { shape, dtype: 'float32', data: batch.attentionMask },
      });
      batch.rows.forEach((row, b) => {
        const { text, window } = windows[row];
        const first = b * shape[1] + 1 - window.start; // 1: the first token of a row is [CLS]
        for (let i = window.from; i < window.to; i++) logits[text][i] = result.data[first + i];
      });
    }
    return judged.map(({ encoding }, text) => this.#doubts(encoding, logits[text]));
  }

  /** Gives back what the detector holds of its runtime. */
  async dispose(): Promise<void> {
    await this.#step.dispose();
  }

  #doubts({ ids, offsets }: TextEncoding, logits: Float32Array): TokenDoubt[] {
    return Array.from(ids, (id, i) => ({
      token: this.#tokenizer.idToToken(id),
      id,
      start: offsets[i][0],
      end: offsets[i][1],
      logit: logits[i],
      replaced: 1 / (1 + Math.exp(-logits[i])),
    }));
  }
}
