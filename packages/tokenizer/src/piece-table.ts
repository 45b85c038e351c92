/** Marks a piece that continues a word, as in BERT's vocabularies. */
export const CONTINUATION = '##';

/** The tokens of a growing vocabulary, numbered in the order in which they were added. */
export class PieceTable {
  readonly #ids = new Map<string, number>();
  readonly #pieces: string[] = [];

  /** @param continuation marks pieces that continue a word; empty for vocabularies that do not mark them */
  constructor(
    pieces: Iterable<string>,
    readonly continuation: string = CONTINUATION,
  ) {
    for (const piece of pieces) this.add(piece);
  }

  get size(): number {
    return this.#pieces.length;
  }

  /** The id of a piece, which is added when it is new. */
  add(piece: string): number {
    const known = this.#ids.get(piece);
    if (known !== undefined) return known;
    this.#ids.set(piece, this.#pieces.length);
    return this.#pieces.push(piece) - 1;
  }

  id(piece: string): number | undefined {
    return this.#ids.get(piece);
  }

  /** Adds what two neighbors read as one: `un` and `##do` make `undo`. */
  addMerged(first: number, second: number): number {
    const rest = this.#pieces[second];
    return this.add(this.#pieces[first] + (rest.startsWith(this.continuation) ? rest.slice(this.continuation.length) : rest));
  }

  /** All pieces in id order. */
  list(): string[] {
    return [...this.#pieces];
  }
}
