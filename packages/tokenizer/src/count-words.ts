import { pause } from '@electra-ts/config';
import { bertNormalizer, bertPreTokenizer } from 'tokenizers';

/** So many different chunks of text wait for the native library at most, unless said otherwise: tens of megabytes. */
const MAX_WAITING = 1 << 18;
/** Chunks that one call normalizes. Measured: calls with a hundred times as many take twice as long for each chunk. */
const CHUNKS_PER_CALL = 1024;
/** Characters between two turns of the event loop, some 50 ms of work. */
const CHARACTERS_PER_TURN = 1 << 20;

/** How much text has been counted. */
export interface CountProgress {
  readonly texts: number;
  /** In UTF-16 units. */
  readonly characters: number;
}

export interface CountOptions {
  /** Whether words are lowercased and lose their accents. */
  readonly lowercase: boolean;
  /** How many different chunks of text are collected before they are made words; bounds memory, changes no result. */
  readonly maxWaiting?: number;
  /** Called about every million characters and at the end. */
  readonly onProgress?: (progress: CountProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * How often each word occurs in texts, words being what BERT's normalizer and pre-tokenizer make of them. Texts are
 * taken one after the other; what stays in memory are the different words.
 *
 * @throws the reason of `signal` once it is aborted.
 */
export async function countWords(
  texts: AsyncIterable<string> | Iterable<string>,
  { lowercase, maxWaiting = MAX_WAITING, onProgress, signal }: CountOptions,
): Promise<Map<string, number>> {
  const counter = new ChunkCounter(lowercase, maxWaiting);
  let finished = 0;
  let characters = 0;
  let sinceTurn = 0;

  async function turn(ended: number): Promise<void> {
    characters += sinceTurn;
    sinceTurn = 0;
    onProgress?.({ texts: ended, characters });
    await pause(signal);
  }

  signal?.throwIfAborted();
  for await (const text of texts) {
    let start = 0;
    for (let i = 0; i <= text.length; i++) {
      if (i < text.length && !isSeparator(text.charCodeAt(i))) continue;
      if (i > start) counter.add(text.slice(start, i));
      sinceTurn += Math.min(i + 1, text.length) - start;
      start = i + 1;
      if (sinceTurn >= CHARACTERS_PER_TURN) await turn(finished);
    }
    finished++;
  }
  await turn(finished);
  return counter.words();
}

/**
 * The characters at which a text may be cut into chunks that are normalized one by one. Only those that BERT's
 * normalizer surely turns into spaces: it deletes other controls that JavaScript takes for white space (U+000B,
 * U+FEFF, …), so that words grow together across them.
 */
function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

/**
 * Counts chunks as they stand in the text and sends each different one through the native library once, because a
 * call per text costs more than everything else.
 */
class ChunkCounter {
  readonly #normalizer;
  readonly #preTokenizer = bertPreTokenizer();
  readonly #maxWaiting: number;
  readonly #waiting = new Map<string, number>();
  readonly #words = new Map<string, number>();

  constructor(lowercase: boolean, maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
    this.#normalizer = bertNormalizer({ cleanText: true, handleChineseChars: true, lowercase });
  }

  add(chunk: string): void {
    const count = this.#waiting.get(chunk);
    if (count !== undefined) {
      this.#waiting.set(chunk, count + 1);
      return;
    }
    this.#waiting.set(detached(chunk), 1);
    if (this.#waiting.size >= this.#maxWaiting) this.#flush();
  }

  words(): Map<string, number> {
    this.#flush();
    return this.#words;
  }

  /** Chunks that occur equally often share a call: each word in its result occurs that often. */
  #flush(): void {
    const byCount = new Map<number, string[]>();
    for (const [chunk, count] of this.#waiting) {
      const chunks = byCount.get(count);
      if (chunks === undefined) byCount.set(count, [chunk]);
      else chunks.push(chunk);
    }
    this.#waiting.clear();
    for (const [count, chunks] of byCount) {
      for (let i = 0; i < chunks.length; i += CHUNKS_PER_CALL) {
        const normalized = this.#normalizer.normalizeString(chunks.slice(i, i + CHUNKS_PER_CALL).join('\n'));
        for (const [word] of this.#preTokenizer.preTokenizeString(normalized)) {
          this.#words.set(word, (this.#words.get(word) ?? 0) + count);
        }
      }
    }
  }
}

/** A copy that shares no memory with the text that it was sliced from, which could not be freed otherwise. */
export function detached(slice: string): string {
  // V8 copies slices of fewer than 13 units anyway.
  return slice.length < 13 ? slice : Buffer.from(slice, 'utf16le').toString('utf16le');
}
