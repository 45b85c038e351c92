/** A word and where it stands in its text, in UTF-16 units. */
export interface TextWord {
  readonly token: string;
  readonly start: number;
  readonly end: number;
}

const OPENING = /^[\p{Ps}\p{Pi}"'`]/u;
const CLOSING = /[\p{Pe}\p{Pf}"'`.,;:!?…]$/u;
/** "U.S.", "a.m.": the last point belongs to the word. */
const ABBREVIATION = /^\p{L}+\..*\.$/u;

/**
 * The words of plain text, as corpora for tagging have them: divided at white space, with punctuation at a word's
 * beginning and end standing by itself. ("don't" stays one word: how to divide it differs between corpora.)
 */
export function splitWords(text: string): TextWord[] {
  const words: TextWord[] = [];
  for (const { 0: run, index } of text.matchAll(/\S+/g)) {
    const word = (from: number, to: number) => ({ token: run.slice(from, to), start: index + from, end: index + to });
    let [from, to] = [0, run.length];
    const after: TextWord[] = [];
    for (; to - from > 1 && OPENING.test(run.slice(from, to)); from++) words.push(word(from, from + 1));
    while (to - from > 1 && CLOSING.test(run.slice(from, to)) && !ABBREVIATION.test(run.slice(from, to))) {
      to--;
      after.unshift(word(to, to + 1));
    }
    words.push(word(from, to), ...after);
  }
  return words;
}
