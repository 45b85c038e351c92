import type { Encoding } from './encoding.js';
import type { WordDivider } from './word-divider.js';

/** The tokens of a text, as far as training needs them. */
export interface Pieces {
  /** One id a token. */
  readonly ids: Int32Array;
  /** 1 where a word begins; a token outside of words stands alone. */
  readonly wordStarts: Uint8Array;
}

/** See `PieceEncoder`. */
export interface PieceEncoderOptions {
  readonly encodeBatch: (texts: readonly string[]) => Promise<readonly Pick<Encoding, 'ids' | 'wordIds'>[]>;
  /** Of a tokenizer that encodes words apart (`wordDivider`); without it nothing is remembered. */
  readonly divider: WordDivider | undefined;
  /** Words remembered, up to twice as many; default 65,536. */
  readonly capacity?: number;
}

/** A word and its tokens, each as twice its id, plus 1 where it begins a word; undefined until they are known. */
interface Word {
  readonly text: string;
  pieces: readonly number[] | undefined;
}

/** In UTF-16 units; what is longer is text without spaces, which hardly comes again. */
const longestRemembered = 64;

/** Shortest string that V8 makes as a view of another. */
const shortestView = 13;

/** New words that go to the native encoder as one text: each text costs several times what a word does. */
const wordsOfText = 256;

/**
 * Encodes texts by looking up the words that came before: most of a text are a few thousand words, and the native
 * encoder is asked only about new ones. Two generations of words are remembered: those in use move to the younger, and
 * when it is full the older is forgotten.
 */
export class PieceEncoder {
  private young = new Map<string, Word>();
  private old = new Map<string, Word>();
  /** All words that were asked about so far; a later call may need those of an earlier one. */
  private known: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PieceEncoderOptions) {}

  /** The tokens of each text, without special tokens added. */
  async encode(texts: readonly string[]): Promise<Pieces[]> {
    const { encodeBatch, divider } = this.options;
    if (divider === undefined) {
      const encodings = await encodeBatch(texts);
      return encodings.map(({ ids, wordIds }) => ({ ids, wordStarts: wordStarts(wordIds) }));
    }
    const missing = new Map<string, Word>();
    const words = texts.map((text) => text.split(' ').map((word) => this.lookUp(word, missing)));
    if (missing.size > 0) {
      this.known = Promise.all([this.known, this.learn([...missing.values()], divider)]);
      // A failure is that of the calls that wait for it.
      this.known.catch(() => undefined);
    }
    await this.known;
    return words.map(join);
  }

  private lookUp(text: string, missing: Map<string, Word>): Word {
    let word = this.young.get(text) ?? missing.get(text);
    if (word !== undefined) {
      return word;
    }
    word = this.old.get(text);
    if (word === undefined) {
      // A view would keep the text that it was cut from in memory.
      const own = text.length < shortestView ? text : Buffer.from(text, 'utf16le').toString('utf16le');
      word = { text: own, pieces: undefined };
      missing.set(own, word);
    }
    if (text.length <= longestRemembered) {
      if (this.young.size >= (this.options.capacity ?? 1 << 16)) {
        this.old = this.young;
        this.young = new Map();
      }
      this.young.set(word.text, word);
    }
    return word;
  }

  private async learn(words: readonly Word[], divider: WordDivider): Promise<void> {
    // Words that contain the divider go alone.
    const groups = words.filter(({ text }) => text.includes(divider.content)).map((word) => [word]);
    const others = words.filter(({ text }) => !text.includes(divider.content));
    for (let first = 0; first < others.length; first += wordsOfText) {
      groups.push(others.slice(first, first + wordsOfText));
    }
    const encodings = await this.options.encodeBatch(
      groups.map((group) => group.map(({ text }) => text).join(` ${divider.content} `)),
    );
    groups.forEach((group, g) => {
      const { ids, wordIds } = encodings[g];
      const starts = wordStarts(wordIds);
      let place = 0;
      for (const word of group) {
        const pieces: number[] = [];
        for (; place < ids.length && (group.length === 1 || ids[place] !== divider.id); place++) {
          pieces.push(2 * ids[place] + starts[place]);
        }
        place++;
        word.pieces = pieces;
      }
    });
  }
}

function join(words: readonly Word[]): Pieces {
  let length = 0;
  for (const { pieces } of words) {
    length += pieces!.length;
  }
  const ids = new Int32Array(length);
  const wordStarts = new Uint8Array(length);
  let place = 0;
  for (const { pieces } of words) {
    for (const piece of pieces!) {
      ids[place] = piece >>> 1;
      wordStarts[place++] = piece & 1;
    }
  }
  return { ids, wordStarts };
}

/** 1 where a token's word is not that of the token before it; tokens outside of words (-1) stand alone. */
function wordStarts(wordIds: ArrayLike<number>): Uint8Array {
  const starts = new Uint8Array(wordIds.length);
  for (let t = 0; t < starts.length; t++) {
    starts[t] = t === 0 || wordIds[t] < 0 || wordIds[t] !== wordIds[t - 1] ? 1 : 0;
  }
  return starts;
}
