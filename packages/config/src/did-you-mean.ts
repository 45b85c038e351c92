import { distance } from 'fastest-levenshtein';

/** More edits than this is another word, however long it is. */
const MAX_EDITS = 3;

/**
 * The candidate that `word` most likely was meant to be, or undefined when none is near. Case, `-` and `_` do not
 * count, so `batch_size` is taken for `batchSize`; beyond that at most half of a word, and three letters, may differ.
 * Of equally near candidates the first wins.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const wanted = fold(word);
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const folded = fold(candidate);
    const edits = distance(wanted, folded);
    const allowed = Math.min(MAX_EDITS, Math.floor(Math.max(wanted.length, folded.length) / 2));
    const sharesLetters = edits < Math.max(1, Math.min(wanted.length, folded.length));
    if (edits <= allowed && sharesLetters && edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}
