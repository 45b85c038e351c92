import { type MaskedBatch, maskBatch, type MaskOptions, padExamples, type ShardSet } from '@electra-ts/data';
import { deriveSeed } from './derive-seed.js';
import type { Unigram } from './unigram.js';

// T tokens, N = B*T

/** A held-out batch with both kinds of corruption. */
export interface HeldOutBatch extends MaskedBatch {
  /** Rows that hold an example; the rest fill up the batch. */
  readonly rows: number;
  /** [N] 1 for the tokens that may be replaced: neither padding nor special, which a discriminator knows at once. */
  readonly replaceable: Uint8Array;
  /** [N] the text with tokens drawn from the unigram distribution in the masked positions. */
  readonly fixedIds: Int32Array;
  /** [N] 1 where `fixedIds` differs from the text. */
  readonly fixedReplaced: Uint8Array;
}

/** What the examples come from. */
export type HeldOutSource = Pick<ShardSet, 'size' | 'sequenceLength' | 'example'>;

/** What decides the held-out batches. */
export interface HeldOutOptions extends Omit<MaskOptions, 'step'> {
  /** Most batches; fewer where there are not so many examples. */
  readonly batches: number;
  readonly batchSize: number;
  readonly unigram: Unigram;
}

/**
 * The batches on which a run is measured: held-out examples at even distances, masked and corrupted in a way that
 * depends on the data and the options only. So every evaluation of a run, and every run on the same data with the same
 * seed, is measured on the same text and the same fixed corruption.
 */
export function heldOutBatches(shards: HeldOutSource, options: HeldOutOptions): HeldOutBatch[] {
  const { batches, batchSize, seed, specialTokens } = options;
  const count = Math.min(shards.size, batches * batchSize);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * shards.size) / count));
  const { pad, cls, sep, mask } = specialTokens;
  const neverMasked = new Set([pad, cls, sep, mask]);
  const empty = { ids: new Int32Array(0), types: new Uint8Array(0), wordStarts: new Uint8Array(0) };
  const starts = Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) => batch * batchSize);
  return starts.map((start, step) => {
    const chosen = indices.slice(start, start + batchSize);
    // Every batch has the same shape, so that a compiled step is built once.
    const examples = Array.from({ length: batchSize }, (_, row) =>
      row < chosen.length ? shards.example(chosen[row]) : empty,
    );
    const text = padExamples(examples, shards.sequenceLength, pad);
    const masked = maskBatch(text, { ...options, seed: deriveSeed(seed, 'held-out masks'), step });
    const replaceable = Uint8Array.from(text.ids, (id) => (neverMasked.has(id) ? 0 : 1));
    return { ...masked, rows: chosen.length, replaceable, ...corruptByUnigram(text.ids, masked, options, step) };
  });
}

/** The original ids with tokens drawn from the unigram distribution where the batch is masked. */
function corruptByUnigram(
  ids: Int32Array,
  { positions, weights }: MaskedBatch,
  { unigram, seed }: HeldOutOptions,
  step: number,
): Pick<HeldOutBatch, 'fixedIds' | 'fixedReplaced'> {
  const drawn = new Int32Array(positions.length);
  unigram.sample(drawn, { seed: deriveSeed(seed, 'held-out unigram'), step, site: 0 });
  const fixedIds = ids.slice();
  positions.forEach((position, slot) => {
    if (weights[slot] === 1) fixedIds[position] = drawn[slot];
  });
  return { fixedIds, fixedReplaced: Uint8Array.from(ids, (id, token) => (id === fixedIds[token] ? 0 : 1)) };
}
