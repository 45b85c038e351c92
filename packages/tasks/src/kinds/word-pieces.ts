import { type EncodedExample, type ExampleTokenizer, joined } from '../encode-examples.js';
import type { TextWord } from './split-words.js';

/** A window over a sentence's words. */
export interface WordWindow extends EncodedExample {
  /** Place of the sentence. */
  readonly owner: number;
  /** The words that this window judges, and where their first pieces stand in `ids`. */
  readonly starts: readonly { readonly word: number; readonly position: number }[];
}

/**
 * Sentences as pieces of words. A sentence that is too long is read in windows that overlap by about a quarter, and a
 * word in two of them is judged where it stands further from an edge; so every word is judged exactly once. A word of
 * which the tokenizer leaves nothing (control characters) is the unknown token; of a word that alone is longer than the
 * window only the beginning is read.
 *
 * @param maxLength longest window in tokens, special tokens included
 */
export async function wordPieces(
  sentences: readonly { readonly text: string; readonly words: readonly TextWord[] }[],
  tokenizer: ExampleTokenizer,
  maxLength: number,
): Promise<WordWindow[]> {
  const room = maxLength - 2;
  const encodings = await tokenizer.encodeBatch(sentences.map(({ text }) => text));
  return sentences.flatMap(({ words }, owner) => {
    const { ids, offsets } = encodings[owner];
    const pieces: number[][] = words.map(() => []);
    let word = 0;
    ids.forEach((id, token) => {
      const [start, end] = offsets[token];
      // Its last character: some tokenizers count the space before a word as part of it.
      const last = Math.max(start, end - 1);
      while (word < words.length - 1 && last >= words[word].end) word++;
      if (word < words.length && last >= words[word].start) pieces[word].push(id);
    });
    const kept = pieces.map((own) => (own.length === 0 ? [tokenizer.specialTokens.unk] : own.slice(0, room)));
    return wordWindows(kept.map(({ length }) => length), room).map(({ start, end, from, to }) => {
      const starts: { word: number; position: number }[] = [];
      let position = 1;
      for (let at = start; at < end; at++) {
        if (at >= from && at < to) starts.push({ word: at, position });
        position += kept[at].length;
      }
      return { owner, starts, ...joined(tokenizer, Int32Array.from(kept.slice(start, end).flat()), null) };
    });
  });
}

/** Windows of words, `start` to `end`, of which `from` to `to` are judged there. */
export function wordWindows(
  lengths: readonly number[],
  room: number,
): { readonly start: number; readonly end: number; readonly from: number; readonly to: number }[] {
  const windows: { start: number; end: number }[] = [];
  for (let start = 0; start < lengths.length; ) {
    let end = start;
    for (let used = 0; end < lengths.length && used + lengths[end] <= room; end++) used += lengths[end];
    windows.push({ start, end });
    if (end === lengths.length) break;
    let next = end;
    for (let shared = 0; next - 1 > start && shared + lengths[next - 1] <= room / 4; next--) shared += lengths[next - 1];
    start = next;
  }
  const borders = windows.slice(1).map(({ start }, i) => Math.floor((start + windows[i].end) / 2));
  return windows.map((window, i) => ({
    ...window,
    from: i === 0 ? 0 : borders[i - 1],
    to: i === windows.length - 1 ? lengths.length : borders[i],
  }));
}
