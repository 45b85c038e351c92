import { pause } from '@electra-ts/config';
import { MergeQueue } from './merge-queue.js';
import type { PieceTable } from './piece-table.js';
import { pairOf, splitPair, type SpelledWords } from './spelled-words.js';

/** Merges between two turns of the event loop. */
const MERGES_PER_TURN = 64;

export interface MergeOptions {
  /** The vocabulary is complete at this size. */
  readonly vocabularySize: number;
  /** Rarer pairs are not merged. */
  readonly minFrequency: number;
  readonly signal?: AbortSignal;
}

/**
 * Adds to `table` the most frequent pair of neighbors of `words`, as one piece, again and again. Of equally frequent
 * pairs that with the smaller ids is taken.
 *
 * The bookkeeping is that of `BpeTrainer::do_train` in Hugging Face's tokenizers (models/bpe/trainer.rs), with two
 * habits that decide about later merges: a pair may wait in the queue more than once, with different words, and the
 * count of a merged pair is not set back.
 *
 * @returns the pairs in the order of their merges; one that was merged twice stands where it was merged last, as in the
 *   model that Hugging Face's trainer makes
 * @throws the reason of `signal` once it is aborted.
 */
export async function mergePieces(
  table: PieceTable,
  words: SpelledWords,
  options: MergeOptions,
): Promise<[first: number, second: number][]> {
  const { vocabularySize, minFrequency, signal } = options;
  const counts = new Map<number, number>();
  const queue = new MergeQueue();
  const merged = new Set<number>();
  let found = new Map<number, number[]>();

  function count(pair: number, word: number, change: 1 | -1): void {
    counts.set(pair, (counts.get(pair) ?? 0) + change * words.counts[word]);
    if (change < 0) return;
    const holders = found.get(pair);
    if (holders === undefined) found.set(pair, [word]);
    else if (holders[holders.length - 1] !== word) holders.push(word);
  }
  function enqueueFound(): void {
    for (const [pair, holders] of found) {
      const frequency = counts.get(pair)!;
      if (frequency > 0) queue.push({ pair, count: frequency, words: holders });
    }
    found = new Map();
  }

  for (let word = 0; word < words.size; word++) {
    const row = words.spelling(word);
    for (let i = 1; i < row.length; i++) count(pairOf(row[i - 1], row[i]), word, 1);
  }
  enqueueFound();

  for (let merges = 0; table.size < vocabularySize; ) {
    const top = queue.pop();
    if (top === undefined) break;
    const frequency = counts.get(top.pair)!;
    if (top.count !== frequency) {
      // Earlier merges took occurrences away, or another entry of this pair knows of more.
      top.count = frequency;
      queue.push(top);
      continue;
    }
    if (frequency < Math.max(1, minFrequency)) break;
    const [first, second] = splitPair(top.pair);
    const piece = table.addMerged(first, second);
    merged.delete(top.pair);
    merged.add(top.pair);
    for (const word of top.words) words.merge(word, first, second, piece, count);
    enqueueFound();
    if (++merges % MERGES_PER_TURN === 0) await pause(signal);
  }
  return Array.from(merged, splitPair);
}
