/** Places of the table, empty at first; a power of two. */
const firstSlots = 1 << 11;

/**
 * Words and their tokens in flat arrays, so that many words are neither objects for the collector to visit nor strings
 * to be made before a word can be looked up. A word is a row of UTF-16 units somewhere in a larger array.
 */
export class WordTable {
  /** How many words there are; they are numbered from 0. */
  size = 0;
  /** Where each word's tokens are in `pieces`; -1 for a word whose tokens were not set. */
  starts = new Int32Array(firstSlots / 2);
  /** Where they end. */
  ends = new Int32Array(firstSlots / 2);
  /** Tokens of all words, each as twice its id, plus 1 where it begins a word. */
  pieces = new Int32Array(firstSlots);
  #pieceCount = 0;
  #slots = new Int32Array(firstSlots).fill(-1);
  #hashes = new Int32Array(firstSlots / 2);
  #textStarts = new Int32Array(firstSlots / 2 + 1);
  #units = new Uint16Array(4 * firstSlots);

  /** @returns the number of the word `units[start … end)`, or -1 where it is not there. @param hash of `hashWord` */
  find(units: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const hashes = this.#hashes;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const word = slots[slot];
      if (word < 0 || (hashes[word] === hash && this.#equals(word, units, start, end))) {
        return word;
      }
    }
  }

  /** Adds a word that is not there, without tokens, and returns its number. */
  add(units: Uint16Array, start: number, end: number, hash: number): number {
    const word = this.size++;
    if (word === this.#hashes.length) {
      this.#growWords();
    }
    const place = this.#textStarts[word];
    const textEnd = place + end - start;
    if (textEnd > this.#units.length) {
      this.#units = grown(this.#units, textEnd);
    }
    for (let i = start, k = place; i < end; i++, k++) {
      this.#units[k] = units[i];
    }
    this.#textStarts[word + 1] = textEnd;
    this.#hashes[word] = hash;
    this.starts[word] = this.ends[word] = -1;
    this.#place(word);
    return word;
  }

  /** Gives a word its tokens: `count` of `from`, from `first` on, coded as in `pieces`. */
  setPieces(word: number, from: ArrayLike<number>, first: number, count: number): void {
    const start = this.#pieceCount;
    const end = start + count;
    if (end > this.pieces.length) {
      this.pieces = grown(this.pieces, end);
    }
    for (let i = 0; i < count; i++) {
      this.pieces[start + i] = from[first + i];
    }
    this.starts[word] = start;
    this.ends[word] = end;
    this.#pieceCount = end;
  }

  /** Forgets all words and keeps the arrays. */
  clear(): void {
    this.size = 0;
    this.#pieceCount = 0;
    this.#slots.fill(-1);
  }

  #equals(word: number, units: Uint16Array, start: number, end: number): boolean {
    const place = this.#textStarts[word];
    if (this.#textStarts[word + 1] - place !== end - start) {
      return false;
    }
    for (let i = start, k = place; i < end; i++, k++) {
      if (this.#units[k] !== units[i]) {
        return false;
      }
    }
    return true;
  }

  #place(word: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[word] & mask;
    while (this.#slots[slot] >= 0) {
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = word;
  }

  /** Slots stay at least twice the words, so that searches are short. */
  #growWords(): void {
    const room = 2 * this.#hashes.length;
    this.#hashes = grown(this.#hashes, room);
    this.starts = grown(this.starts, room);
    this.ends = grown(this.ends, room);
    this.#textStarts = grown(this.#textStarts, room + 1);
    this.#slots = new Int32Array(2 * room).fill(-1);
    for (let word = 0; word < this.size - 1; word++) {
      this.#place(word);
    }
  }
}

/** A hash of `units[start … end)`: multiplicative, with its high bits folded in, which spread best (Knuth, TAOCP 3, section 6.4). */
export function hashWord(units: Uint16Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ units[i], 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** A copy with room for at least `length`, and twice what there was. */
function grown<A extends Int32Array | Uint16Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
