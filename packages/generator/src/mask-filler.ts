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
  type TextTokenizer,
  textShapes,
} from '@electra-ts/nn';
import { gather, reshape, type Tensor1D, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import type { ElectraForMaskedLM } from './electra-for-masked-lm.js';

// B rows of a batch, T tokens, M masks, V vocabulary

/** A token that a generator would put in place of a mask. */
export interface MaskCandidate {
  readonly token: string;
  readonly id: number;
  /** Its probability, 0 to 1. */
  readonly score: number;
}

/** What the mask is written as in a text, whatever the tokenizer calls it. */
export const MASK = '[MASK]';

/** Positions whose logits leave a run: a fixed number, so that the number of masks makes no new shape. */
const MASKS_A_RUN = 8;

/**
 * Asks a generator what stands behind each `[MASK]` of a text. Texts longer than the model's positions are read in overlapping
 * windows, never truncated.
 */
export class MaskFiller {
  readonly #model: ElectraForMaskedLM;
  readonly #tokenizer: TextTokenizer;
  readonly #step: ModelStep;

  /**
   * @param options.runtime where the model computes; its graph has the values that the model's parameters have when it is first asked
   * @throws UserError where the tokenizer has more tokens than the model has embeddings
   */
  constructor(options: { readonly model: ElectraForMaskedLM; readonly tokenizer: TextTokenizer; readonly runtime: ModelRuntime }) {
    const { model, tokenizer, runtime } = options;
    assertVocabulary(model.config, tokenizer);
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#step = runtime.prepare(
      ({ ids, types, attentionMask, positions }) => {
        const inputs = {
          ids_BT: ids as Tensor2D,
          types_BT: types as Tensor2D,
          attentionMask_BT: attentionMask as Tensor2D,
        };
        const logits_BTV: Tensor3D = model.logits(inputs, null);
        const [batch, tokens, vocabulary] = logits_BTV.shape;
        const logits_NV = reshape(logits_BTV, [batch * tokens, vocabulary]);
        return { logits: gather(logits_NV, positions as Tensor1D) };
      },
      { name: 'fill-mask', variables: model.parameters, shapes: { ...textShapes, positions: [MASKS_A_RUN] } },
    );
  }

  /**
   * The likeliest tokens for each `[MASK]`, best first.
   *
   * @param options `topK`: how many candidates a mask, 5 when absent; of the limits, a window counts once for each eight of its masks
   * @returns for each text its masks in order, for each mask its candidates; no masks for a text without any
   * @throws TooMuchToRead for a text beyond the limits, before anything is computed; the reason of the limits' signal
   */
  async fill(texts: readonly string[], options: ReadingLimits & { readonly topK?: number } = {}): Promise<MaskCandidate[][][]> {
    const { topK = 5, signal, mostTokens } = options;
    const { pad } = this.#tokenizer.specialTokens;
    const maxTokens = this.#model.config.maxPositionEmbeddings;
    const answers: MaskCandidate[][][] = texts.map(() => []);
    const places: { readonly text: number; readonly masks: readonly number[] }[] = [];
    const sequences: InferenceSequence[] = [];
    for (const [text, content] of texts.entries()) {
      const rows = await this.#rows(content);
      const runs = rows.map(({ ids, masks }) => ({ length: ids.length, count: Math.ceil(masks.length / MASKS_A_RUN) }));
      const windows = runs.reduce((sum, { count }) => sum + count, 0);
      checkReading({ windows, tokens: runs.reduce((sum, { length, count }) => sum + length * count, 0) }, mostTokens);
      for (const row of rows) {
        places.push({ text, masks: row.masks });
        sequences.push(row);
      }
    }

    // One text a run: masks are few, and batches of other shapes than the model's own would be compiled anew.
    for (const batch of inferenceBatches(sequences, { maxTokens, padId: pad, maxRows: 1 })) {
      const { shape } = batch;
      const [row] = batch.rows;
      const { text, masks } = places[row];
      for (let at = 0; at < masks.length; at += MASKS_A_RUN) {
        if (signal) await pause(signal);
        const asked = masks.slice(at, at + MASKS_A_RUN);
        const positions = new Int32Array(MASKS_A_RUN);
        positions.set(asked);
        const { logits } = await this.#step.run({
          ids: { shape, dtype: 'int32', data: batch.ids },
          types: { shape, dtype: 'int32', data: batch.types },
          attentionMask: { shape, dtype: 'float32', data: batch.attentionMask },
          positions: { shape: [MASKS_A_RUN], dtype: 'int32', data: positions },
        });
        const vocabulary = logits.shape[1];
        asked.forEach((_, m) => {
          const row_V = logits.data.subarray(m * vocabulary, (m + 1) * vocabulary) as Float32Array;
          answers[text].push(this.#best(row_V, topK));
        });
      }
    }
    return answers;
  }

  /** Gives back what the filler holds of its runtime. */
  async dispose(): Promise<void> {
    await this.#step.dispose();
  }

  /** Windows of a text with special tokens, and where in each the masks are that count there. */
  async #rows(text: string): Promise<{ ids: number[]; masks: number[] }[]> {
    const { cls, sep, mask } = this.#tokenizer.specialTokens;
    const pieces = await this.#tokenizer.encodeBatch(text.split(MASK));
    const ids = pieces.flatMap((piece, i) => (i === 0 ? [...piece.ids] : [mask, ...piece.ids]));
    return textWindows(ids.length, this.#model.config.maxPositionEmbeddings - 2)
      .map(({ start, end, from, to }) => ({
        ids: [cls, ...ids.slice(start, end), sep],
        masks: ids.flatMap((id, i) => (id === mask && i >= from && i < to ? [1 + i - start] : [])),
      }))
      .filter(({ masks }) => masks.length > 0);
  }

  #best(logits: Float32Array, topK: number): MaskCandidate[] {
    const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    const order = Array.from(logits.keys()).sort((a, b) => logits[b] - logits[a] || a - b);
    return order.slice(0, topK).map((id) => ({
      token: this.#tokenizer.idToToken(id),
      id,
      score: Math.exp(logits[id] - largest) / total,
    }));
  }
}
