import type { Recipe } from './recipe.js';

/** Lengths are multiples of this, in tokens: what matrix products like, and few enough to look at every choice. */
const GRAIN = 8;

/** Recording and compiling a step takes as long as about so many steps of the longest batches in each of three epochs: four to ten on a CPU. */
const STEPS_TO_COMPILE = 3;

/**
 * The lengths that batches of a task are padded to, chosen for its examples: a compiled step exists once a length, which costs time and, as long as training goes on, memory.
 * Of all choices of multiples of 8 whose sum is at most twice the longest, which is about what doubling from 32 would take, it is the one that computes the fewest tokens in
 * an epoch, each example being padded to the next length, where each length counts as 3 steps of the longest.
 *
 * @param lengths of the examples, in tokens; each at least 1
 * @returns ascending; the last is the first multiple of 8, or `maxLength`, that holds every example; [] for none
 * @throws RangeError where an example is longer than `maxLength`
 */
export function paddedLengths(lengths: readonly number[], { batchSize, maxLength }: Pick<Recipe, 'batchSize' | 'maxLength'>): number[] {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (longest > maxLength) throw new RangeError(`paddedLengths: expected examples of at most ${maxLength} tokens, received one of ${longest}`);
  const steps = Math.ceil(longest / GRAIN);
  // Of n steps of 8 tokens; the last may be less than a whole one.
  const tokensOf = (n: number) => Math.min(n * GRAIN, maxLength);
  const upTo = Array.from({ length: steps + 1 }, (_, n) => lengths.filter((length) => length <= tokensOf(n)).length);
  const perLength = STEPS_TO_COMPILE * batchSize * tokensOf(steps);
  /** What is computed, in tokens, where all that is longer than the one and not longer than the other is padded to the other. */
  const cost = (from: number, to: number) => (upTo[to] - upTo[from]) * tokensOf(to) + perLength;

  // best[to][sum]: what the examples of up to so many steps cost at least, with lengths of at most `sum` steps together.
  const best: Choice[][] = [Array.from({ length: 2 * steps + 1 }, () => ({ tokens: 0, from: 0 }))];
  for (let to = 1; to <= steps; to++) {
    best[to] = [];
    for (let sum = 0; sum <= 2 * steps; sum++) {
      best[to][sum] = { tokens: Infinity, from: 0 };
      for (let from = 0; from < to && sum >= to; from++) {
        const tokens = best[from][sum - to].tokens + cost(from, to);
        if (tokens < best[to][sum].tokens) best[to][sum] = { tokens, from };
      }
    }
  }
  const chosen: number[] = [];
  for (let to = steps, sum = 2 * steps; to > 0; ) {
    chosen.unshift(tokensOf(to));
    const { from } = best[to][sum];
    sum -= to;
    to = from;
  }
  return chosen;
}

/** The cheapest choice of lengths: what it costs, in tokens, and the length before the last, in steps, 0 where there is none. */
interface Choice {
  readonly tokens: number;
  readonly from: number;
}
