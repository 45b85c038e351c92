import type { Random } from '../random/seeded-random.js';
import { candidateWords } from './candidate-words.js';
import type { MaskedRow } from './masked-row.js';

/** Chance that a span ends after any one of its words (SpanBERT, section 3.1). */
const endShare = 0.2;

/** Words of the longest span (SpanBERT, section 3.1). */
const longestSpan = 10;

/** A geometric number from 1 to `longestSpan`; its mean is 3.8. */
function spanLength(random: Random): number {
  const goOn = 1 - endShare;
  const covered = 1 - goOn ** longestSpan;
  return Math.min(longestSpan, 1 + Math.floor(Math.log(1 - random.unit() * covered) / Math.log(goOn)));
}

/**
 * Spans of whole words, until exactly `wanted` candidates are chosen (Joshi et al. 2020, SpanBERT, arXiv 1907.10529,
 * section 3.1): each begins at a word not yet chosen, all equally likely, and takes the words after it up to its
 * length, the next chosen word, or whatever is no candidate, such as [SEP]. The last span is cut where the count is
 * reached, as in the authors' code, and may thus end inside a word. A span shares one fate.
 */
export function drawSpans(row: MaskedRow, wanted: number, random: Random): number {
  const { candidates, candidateCount, chosen, groups } = row;
  const words = candidateWords(row);
  const isTaken = new Uint8Array(words.length);
  const target = Math.min(wanted, candidateCount);
  let count = 0;
  for (let span = 0; count < target; span++) {
    let word = random.integer(0, words.length - 1);
    while (isTaken[word] === 1) {
      word = random.integer(0, words.length - 1);
    }
    const end = Math.min(words.length, word + spanLength(random));
    let previous = candidates[words[word][0]] - 1;
    for (; word < end && isTaken[word] === 0 && candidates[words[word][0]] === previous + 1; word++) {
      isTaken[word] = 1;
      for (let i = words[word][0]; i < words[word][1] && count < target; i++) {
        previous = candidates[i];
        chosen[count] = previous;
        groups[count++] = span;
      }
    }
  }
  return count;
}
