// Shapes: B batch (rows), T tokens of a row, M = B * maxPredictions slots to predict.
import { parseConfig, UserError } from '@electra-ts/config';
import type { SpecialTokens } from '@electra-ts/tokenizer';
import { z } from 'zod';

import { type Random, seededRandom } from '../random/seeded-random.js';
import { type MaskStrategy, maskStrategies, maskStrategyNames } from './mask-strategies.js';
import type { MaskedRow } from './masked-row.js';
import type { TokenBatch } from './token-batch.js';

/** A batch with some ids hidden, and what was there. */
export interface MaskedBatch extends TokenBatch {
  /** [M] where the predictions are made, as b*T + t. An unused slot holds its row's first position, b*T. */
  readonly positions: Int32Array;
  /** [M] the original ids at those positions; 0 in unused slots. */
  readonly labels: Int32Array;
  /** [M] 1 for a prediction, 0 for an unused slot. */
  readonly weights: Float32Array;
  /** Slots of each row. */
  readonly maxPredictions: number;
}

/** What decides a batch's masks; see `maskBatch`. */
export interface MaskOptions {
  readonly seed: number;
  readonly step: number;
  /** Which of several workers makes this batch; default 0. */
  readonly rank?: number;
  /** Share of the real tokens to predict; default 0.15. */
  readonly probability?: number;
  /** Share of the chosen positions that show [MASK]; default 0.85. The rest keep their id. */
  readonly maskShare?: number;
  /** Share of the chosen positions that show a random id; default 0. Needs `vocabularySize`. */
  readonly randomShare?: number;
  readonly vocabularySize?: number;
  /** Ids by role, as `Tokenizer.specialTokens` has them. */
  readonly specialTokens: SpecialTokens<number>;
  /**
   * `token` (default): exactly the wanted number of different tokens. `whole-word`: words are hidden or kept as a
   * whole. `span`: neighboring words are, up to ten (SpanBERT). `reference`: the official code's rule, which draws with replacement, so that a position can come twice.
   */
  readonly strategy?: MaskStrategy;
}

/**
 * Slots for predictions in a row of `sequenceLength` tokens: floor((probability + 0.005) * T), at least 1
 * (google-research/electra, configure_pretraining.py).
 */
export function maxPredictionsPerRow(sequenceLength: number, probability: number): number {
  return Math.max(1, Math.floor((probability + 0.005) * sequenceLength));
}

/**
 * Hides tokens for the generator to restore. A pure function of the batch and the options.
 *
 * A row with n real tokens (counting [CLS] and [SEP]) gets max(1, min(maxPredictions, round(n * probability)))
 * predictions, rounded half to even in single precision; fewer only where it has fewer candidates. Candidates are real
 * tokens other than [CLS], [SEP], [MASK] and [PAD]. (google-research/electra, pretrain/pretrain_helpers.py, `mask`.)
 *
 * @throws {UserError} where a share is not in 0 … 1, there is no such strategy, or random ids are asked for without a vocabulary's size
 * @throws {Error} where whole words or spans are asked for and the batch does not say where words start
 */
export function maskBatch(batch: TokenBatch, options: MaskOptions): MaskedBatch {
  const { probability = 0.15, strategy = 'token', specialTokens } = options;
  checkOptions(batch, options);
  const { batchSize, sequenceLength } = batch;
  const maxPredictions = maxPredictionsPerRow(sequenceLength, probability);
  const slots = batchSize * maxPredictions;
  const masked = {
    ...batch,
    ids: batch.ids.slice(),
    positions: new Int32Array(slots),
    labels: new Int32Array(slots),
    weights: new Float32Array(slots),
    maxPredictions,
  };
  const random = seededRandom(options.seed, options.step, options.rank ?? 0);
  const draw = maskStrategies[strategy];
  const row: MaskedRow = {
    candidates: new Int32Array(sequenceLength),
    candidateCount: 0,
    wordStarts: undefined,
    chosen: new Int32Array(maxPredictions),
    groups: new Int32Array(maxPredictions),
  };
  for (let b = 0; b < batchSize; b++) {
    const first = b * sequenceLength;
    const realTokens = findCandidates(batch, first, specialTokens, row);
    const wanted = Math.max(1, Math.min(maxPredictions, roundHalfToEven(realTokens, probability)));
    const count = draw(row, wanted, random);
    const slot = b * maxPredictions;
    masked.positions.fill(first, slot, slot + maxPredictions);
    for (let i = 0; i < count; i++) {
      const position = first + row.chosen[i];
      masked.positions[slot + i] = position;
      masked.labels[slot + i] = batch.ids[position];
      masked.weights[slot + i] = 1;
    }
    hide(masked.ids, first, row, count, options, random);
  }
  return masked;
}

/** Collects the row's candidates and returns how many real tokens it has. */
function findCandidates(batch: TokenBatch, first: number, special: SpecialTokens<number>, row: MaskedRow): number {
  const { ids, attentionMask, sequenceLength } = batch;
  let realTokens = 0;
  row.candidateCount = 0;
  row.wordStarts = batch.wordStarts?.subarray(first, first + sequenceLength);
  for (let t = 0; t < sequenceLength; t++) {
    if (attentionMask[first + t] === 0) {
      continue;
    }
    realTokens++;
    const id = ids[first + t];
    if (id !== special.cls && id !== special.sep && id !== special.mask && id !== special.pad) {
      row.candidates[row.candidateCount++] = t;
    }
  }
  return realTokens;
}

/** Decides for each group of chosen positions whether they show [MASK], a random id, or what they had. */
function hide(
  ids: Int32Array,
  first: number,
  row: MaskedRow,
  count: number,
  options: MaskOptions,
  random: Random,
): void {
  const { maskShare = 0.85, randomShare = 0, specialTokens } = options;
  let fate = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || row.groups[i] !== row.groups[i - 1]) {
      fate = random.unit();
    }
    if (fate < maskShare) {
      ids[first + row.chosen[i]] = specialTokens.mask;
    } else if (fate < maskShare + randomShare) {
      ids[first + row.chosen[i]] = ordinaryId(options.vocabularySize ?? 0, specialTokens, random);
    }
  }
}

function ordinaryId(vocabularySize: number, special: SpecialTokens<number>, random: Random): number {
  for (;;) {
    const id = random.integer(0, vocabularySize - 1);
    if (id !== special.pad && id !== special.unk && id !== special.cls && id !== special.sep && id !== special.mask) {
      return id;
    }
  }
}

/** round(n * probability) as TensorFlow computes it: float32, halves to the even neighbor. */
function roundHalfToEven(n: number, probability: number): number {
  const value = Math.fround(n * Math.fround(probability));
  const below = Math.floor(value);
  const isUp = value - below > 0.5 || (value - below === 0.5 && below % 2 === 1);
  return isUp ? below + 1 : below;
}

const strategyName = z.enum(maskStrategyNames);

function checkOptions(batch: TokenBatch, options: MaskOptions): void {
  const { probability = 0.15, maskShare = 0.85, randomShare = 0, vocabularySize, strategy = 'token' } = options;
  parseConfig(strategyName, strategy, 'Masking: strategy');
  for (const [name, share] of Object.entries({ probability, maskShare, randomShare })) {
    if (!(share >= 0 && share <= 1)) {
      throw new UserError({ what: `Masking: ${name}`, expected: 'a number from 0 to 1', received: String(share) });
    }
  }
  // Shares such as 0.9 + 0.1 may exceed 1 by rounding.
  if (maskShare + randomShare > 1 + 1e-9) {
    throw new UserError({
      what: 'Masking: maskShare and randomShare together',
      expected: 'at most 1 (the rest keep their id)',
      received: `${maskShare} + ${randomShare}`,
    });
  }
  // Five ids have a role; without a sixth there is nothing to draw.
  if (randomShare > 0 && !(vocabularySize !== undefined && vocabularySize > 5)) {
    throw new UserError({
      what: 'Masking: randomShare needs vocabularySize',
      expected: 'more entries than the five special tokens',
      received: String(vocabularySize),
    });
  }
  if ((strategy === 'whole-word' || strategy === 'span') && !batch.wordStarts) {
    throw new Error(`maskBatch: ${strategy} masking expected a batch with wordStarts, received one without`);
  }
}
