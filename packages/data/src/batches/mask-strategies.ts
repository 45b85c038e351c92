import type { Random } from '../random/seeded-random.js';
import { candidateWords } from './candidate-words.js';
import { drawSpans } from './draw-spans.js';
import type { MaskedRow } from './masked-row.js';

/** How positions to predict may be chosen: see `maskBatch`. */
export const maskStrategyNames = ['token', 'whole-word', 'span', 'reference'] as const;

/** One of `maskStrategyNames`. */
export type MaskStrategy = (typeof maskStrategyNames)[number];

/** Chooses up to `wanted` positions (at most the length of `row.chosen`) and returns how many it chose. */
type Draw = (row: MaskedRow, wanted: number, random: Random) => number;

/** `wanted` different candidates, all equally likely: the first steps of a Fisher-Yates shuffle. */
function drawTokens(row: MaskedRow, wanted: number, random: Random): number {
  const { candidates, candidateCount, chosen, groups } = row;
  const count = Math.min(wanted, candidateCount);
  for (let slot = 0; slot < count; slot++) {
    const other = random.integer(slot, candidateCount - 1);
    chosen[slot] = candidates[other];
    candidates[other] = candidates[slot];
    groups[slot] = slot;
  }
  return count;
}

/** Each slot draws on its own, so that a position may come twice (the reference's pretrain_helpers.mask). */
function drawWithReplacement(row: MaskedRow, wanted: number, random: Random): number {
  const { candidates, candidateCount, chosen, groups } = row;
  if (candidateCount === 0) {
    return 0;
  }
  for (let slot = 0; slot < wanted; slot++) {
    chosen[slot] = candidates[random.integer(0, candidateCount - 1)];
    groups[slot] = slot;
  }
  return wanted;
}

/**
 * Whole words in random order; a word that would exceed `wanted` is passed over, as in BERT's
 * create_masked_lm_predictions. Where no word is short enough, the first `wanted` tokens of the first word drawn.
 */
function drawWords(row: MaskedRow, wanted: number, random: Random): number {
  const { candidates, candidateCount, chosen, groups } = row;
  if (candidateCount === 0) {
    return 0;
  }
  const words = candidateWords(row);
  let count = 0;
  const take = (first: number, end: number, group: number) => {
    for (let i = first; i < end; i++) {
      chosen[count] = candidates[i];
      groups[count++] = group;
    }
  };
  for (let drawn = 0; drawn < words.length && count < wanted; drawn++) {
    const other = random.integer(drawn, words.length - 1);
    [words[drawn], words[other]] = [words[other], words[drawn]];
    const [first, end] = words[drawn];
    if (count + end - first <= wanted) {
      take(first, end, drawn);
    }
  }
  if (count === 0) {
    const [first, end] = words[0];
    take(first, Math.min(end, first + wanted), 0);
  }
  return count;
}

/** What each strategy's name stands for. */
export const maskStrategies: Readonly<Record<MaskStrategy, Draw>> = {
  token: drawTokens,
  'whole-word': drawWords,
  span: drawSpans,
  reference: drawWithReplacement,
};
