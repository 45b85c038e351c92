import type { EncodeWord } from './ascii-word-piece.js';
import type { Encoding } from './encoding.js';
import type { WordDivider } from './word-divider.js';
import { hashWord, WordTable } from './word-table.js';

/** The tokens of a text, as far as training needs them; those of texts that were encoded together share their memory. */
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
  /** Encodes what it can of words, as `asciiWordPiece` does; the rest goes to `encodeBatch`. */
  readonly encodeWord?: EncodeWord;
  /** Words remembered, up to twice as many and those of one call; default 65,536. */
  readonly capacity?: number;
}

/** In UTF-16 units; what is longer is text without spaces, which hardly comes again. */
const longestRemembered = 64;

/** New words that go to the native encoder as one text, while they are short: each text costs several times what a word does. */
const wordsOfText = 256;

/** UTF-16 units of new words that one text may have, so that long words do not make one of a megabyte. */
const unitsOfText = 1 << 13;

/** UTF-16 units that the native encoder is given at a time: it holds hundreds of bytes for each token until it has them all, and what is done until the collector comes by. */
const unitsOfCall = 1 << 13;

/** Kinds of UTF-16 units: one of a word, one that divides words, one that is a word. */
const inWord = 0;
const space = 1;
const mark = 2;

/** The words of some texts. */
interface Scan {
  /** Numbers in the younger generation or, where negative, `~` of those in the table of words that are not remembered. */
  readonly words: Int32Array;
  /** Where each text's words end. */
  readonly ends: Int32Array;
}

/** A word that the native encoder has to be asked about. */
interface NewWord {
  readonly text: string;
  readonly table: WordTable;
  readonly word: number;
}

/**
 * Encodes texts by looking up the words that came before: most of a text are a few thousand words, and the
 * encoders are asked only about new ones. Two generations of words are remembered: those in use move to the younger, and
 * when it is full the older is forgotten.
 */
export class PieceEncoder {
  #young = new WordTable();
  #old = new WordTable();
  /** Words of the present call that are too long to be remembered. */
  #passing = new WordTable();
  /** The end of the calls so far: each begins when the one before it has ended, so that no table changes under it. */
  #turn: Promise<unknown> = Promise.resolve();

  /** The kind of each UTF-16 unit. */
  readonly #kinds = new Uint8Array(1 << 16);

  constructor(private readonly options: PieceEncoderOptions) {
    this.#kinds[0x20] = space;
    for (const unit of options.divider?.marks ?? '') {
      this.#kinds[unit.charCodeAt(0)] = mark;
    }
  }

  /** The tokens of each text, without special tokens added. */
  async encode(texts: readonly string[]): Promise<Pieces[]> {
    const { divider } = this.options;
    if (divider === undefined) {
      const pieces: Pieces[] = [];
      await this.#askNative(texts, ({ ids, wordIds }) => pieces.push({ ids, wordStarts: wordStarts(wordIds) }));
      return pieces;
    }
    const result = this.#turn.then(() => this.#encode(texts, divider));
    // A failure is that of the call which meets it.
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #encode(texts: readonly string[], divider: WordDivider): Promise<Pieces[]> {
    if (this.#passing.size > 0) {
      this.#passing = new WordTable();
    }
    if (this.#young.size >= (this.options.capacity ?? 1 << 16)) {
      [this.#old, this.#young] = [this.#young, this.#old];
      this.#young.clear();
    }
    const news: NewWord[] = [];
    const scan = this.#scan(texts, news);
    try {
      await this.#learn(news, divider);
    } catch (error) {
      // Words without tokens are not to be found by a later call.
      this.#young.clear();
      throw error;
    }
    return this.#join(scan);
  }

  #scan(texts: readonly string[], news: NewWord[]): Scan {
    const kinds = this.#kinds;
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    const buffer = Buffer.allocUnsafeSlow(2 * length);
    const units = new Uint16Array(buffer.buffer, 0, length);
    // Every unit may be a word.
    const words = new Int32Array(length);
    const ends = new Int32Array(texts.length);
    let end = 0;
    let count = 0;
    for (const [t, text] of texts.entries()) {
      let start = end;
      end += text.length;
      buffer.write(text, 2 * start, 'utf16le');
      for (let i = start; i < end; i++) {
        const kind = kinds[units[i]];
        if (kind !== inWord) {
          if (i > start) {
            words[count++] = this.#lookUp(units, start, i, buffer, news);
          }
          if (kind === mark) {
            words[count++] = this.#lookUp(units, i, i + 1, buffer, news);
          }
          start = i + 1;
        }
      }
      if (end > start) {
        words[count++] = this.#lookUp(units, start, end, buffer, news);
      }
      ends[t] = count;
    }
    return { words, ends };
  }

  #lookUp(units: Uint16Array, start: number, end: number, buffer: Buffer, news: NewWord[]): number {
    const hash = hashWord(units, start, end);
    const isPassing = end - start > longestRemembered;
    const table = isPassing ? this.#passing : this.#young;
    let word = table.find(units, start, end, hash);
    if (word < 0) {
      word = table.add(units, start, end, hash);
      const old = this.#old;
      const known = isPassing ? -1 : old.find(units, start, end, hash);
      if (known >= 0) {
        table.setPieces(word, old.pieces, old.starts[known], old.ends[known] - old.starts[known]);
      } else {
        const text = buffer.toString('utf16le', 2 * start, 2 * end);
        const ids = this.options.encodeWord?.(text);
        if (ids === undefined) {
          news.push({ text, table, word });
        } else {
          table.setPieces(word, ids.map((id, i) => 2 * id + Number(i === 0)), 0, ids.length);
        }
      }
    }
    return isPassing ? ~word : word;
  }

  async #learn(words: readonly NewWord[], divider: WordDivider): Promise<void> {
    if (words.length === 0) {
      return;
    }
    // Words that contain the divider go alone.
    const groups = words.filter(({ text }) => text.includes(divider.content)).map((word) => [word]);
    let group: NewWord[] = [];
    let units = 0;
    for (const word of words.filter(({ text }) => !text.includes(divider.content))) {
      if (group.length === 0 || group.length === wordsOfText || units + word.text.length > unitsOfText) {
        groups.push((group = []));
        units = 0;
      }
      group.push(word);
      units += word.text.length;
    }
    const texts = groups.map((group) => group.map(({ text }) => text).join(` ${divider.content} `));
    await this.#askNative(texts, ({ ids, wordIds }, g) => {
      const starts = wordStarts(wordIds);
      const pieces = ids.map((id, i) => 2 * id + starts[i]);
      let place = 0;
      for (const { table, word } of groups[g]) {
        const first = place;
        while (place < ids.length && (groups[g].length === 1 || ids[place] !== divider.id)) {
          place++;
        }
        table.setPieces(word, pieces, first, place - first);
        place++;
      }
    });
  }

  /** Encodes texts some at a time, and gives `take` their encodings, in order, before the next ones are made. */
  async #askNative(texts: readonly string[], take: (encoding: Pick<Encoding, 'ids' | 'wordIds'>, text: number) => void): Promise<void> {
    for (let first = 0, end = 0; first < texts.length; first = end) {
      let units = 0;
      do {
        units += texts[end++].length;
      } while (end < texts.length && units + texts[end].length <= unitsOfCall);
      const encodings = await this.options.encodeBatch(texts.slice(first, end));
      encodings.forEach((encoding, i) => take(encoding, first + i));
    }
  }

  #join({ words, ends }: Scan): Pieces[] {
    const young = this.#young;
    const passing = this.#passing;
    const count = ends.at(-1) ?? 0;
    let length = 0;
    for (let i = 0; i < count; i++) {
      const word = words[i];
      length += word < 0 ? passing.ends[~word] - passing.starts[~word] : young.ends[word] - young.starts[word];
    }
    const ids = new Int32Array(length);
    const wordStarts = new Uint8Array(length);
    let place = 0;
    let next = 0;
    return Array.from(ends, (end) => {
      const first = place;
      for (; next < end; next++) {
        const number = words[next];
        const table = number < 0 ? passing : young;
        const word = number < 0 ? ~number : number;
        const { pieces } = table;
        const pieceEnd = table.ends[word];
        for (let p = table.starts[word]; p < pieceEnd; p++) {
          ids[place] = pieces[p] >>> 1;
          wordStarts[place++] = pieces[p] & 1;
        }
      }
      return { ids: ids.subarray(first, place), wordStarts: wordStarts.subarray(first, place) };
    });
  }
}

/** 1 where a token's word is not that of the token before it; tokens outside of words (-1) stand alone. */
function wordStarts(wordIds: ArrayLike<number>): Uint8Array {
  const starts = new Uint8Array(wordIds.length);
  for (let t = 0; t < starts.length; t++) {
    starts[t] = t === 0 || wordIds[t] < 0 || wordIds[t] !== wordIds[t - 1] ? 1 : 0;
  }
  return starts;
}
