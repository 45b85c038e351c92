import { pause } from '@electra-ts/config';
import { byteLevelPreTokenizer, lowercase as lowercaseNormalizer } from 'tokenizers';

import { detached, type CountOptions } from './count-words.js';

/** So many different chunks of text wait for the native library at most, unless said otherwise. */
const MAX_WAITING = 1 << 18;
/** Chunks that one call of the native library splits. */
const CHUNKS_PER_CALL = 1024;
/** Characters between two turns of the event loop, some 50 ms of work. */
const CHARACTERS_PER_TURN = 1 << 20;

/**
 * How often each word occurs in texts, words being what GPT-2's byte-level pre-tokenizer makes of them: bytes written as
 * characters, a space before a word being part of it.
 *
 * @throws the reason of `signal` once it is aborted.
 */
export async function countByteLevelWords(
  texts: AsyncIterable<string> | Iterable<string>,
  { lowercase, maxWaiting = MAX_WAITING, onProgress, signal }: CountOptions,
): Promise<Map<string, number>> {
  const words = new Map<string, number>();
  const waiting = new Map<string, number>();
  let characters = 0;
  let finished = 0;
  let lastTurn = 0;

  signal?.throwIfAborted();
  for await (const text of texts) {
    let start = 0;
    for (let i = 1; i <= text.length; i++) {
      if (i < text.length && !isCut(text, i)) continue;
      const chunk = text.slice(start, i);
      const count = waiting.get(chunk);
      waiting.set(count === undefined ? detached(chunk) : chunk, (count ?? 0) + 1);
      if (waiting.size >= maxWaiting) flush(waiting, lowercase, words);
      characters += i - start;
      start = i;
      if (characters - lastTurn >= CHARACTERS_PER_TURN) {
        lastTurn = characters;
        onProgress?.({ texts: finished, characters });
        await pause(signal);
      }
    }
    finished++;
  }
  onProgress?.({ texts: finished, characters });
  await pause(signal);
  flush(waiting, lowercase, words);
  return words;
}

/**
 * Whether the pre-tokenizer surely begins a word at `i`, whatever else the text holds: its expression never continues
 * from a character that is not white space to one that is. Characters that only might be white space count as such.
 */
function isCut(text: string, i: number): boolean {
  return isSeparator(text.charCodeAt(i)) && !mayBeSpace(text.charCodeAt(i - 1));
}

function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

function mayBeSpace(unit: number): boolean {
  return unit <= 0x20 || (unit >= 0x7f && /[\s\u0080-\u009F\u180E\u200B]/.test(String.fromCharCode(unit)));
}

/** Splits waiting chunks. Those that begin and end where `isCut` would cut are joined: words do not reach across. */
function flush(waiting: Map<string, number>, lowercase: boolean, words: Map<string, number>): void {
  const preTokenizer = byteLevelPreTokenizer(false, true);
  const normalizer = lowercase ? lowercaseNormalizer() : undefined;
  const split = (text: string, count: number) => {
    for (const [word] of preTokenizer.preTokenizeString(normalizer?.normalizeString(text) ?? text)) {
      words.set(word, (words.get(word) ?? 0) + count);
    }
  };
  const byCount = new Map<number, string[]>();
  for (const [chunk, count] of waiting) {
    const joins = isSeparator(chunk.charCodeAt(0)) && !mayBeSpace(chunk.charCodeAt(chunk.length - 1));
    if (!joins) split(chunk, count);
    else if (byCount.get(count)?.push(chunk) === undefined) byCount.set(count, [chunk]);
  }
  waiting.clear();
  for (const [count, chunks] of byCount) {
    for (let i = 0; i < chunks.length; i += CHUNKS_PER_CALL) split(chunks.slice(i, i + CHUNKS_PER_CALL).join(''), count);
  }
}
