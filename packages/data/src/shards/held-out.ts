import { createHash } from 'node:crypto';

/** Hash of a document's text: decides on which side it is, and seeds its examples' random choices. */
export interface DocumentHash {
  /** In [0, 1), from the first 48 bits. */
  readonly place: number;
  /** Three further 32-bit words. */
  readonly words: readonly number[];
}

/** SHA-256 of a text, in the parts needed; equal texts always fall on the same side. */
export function hashDocument(text: string): DocumentHash {
  const digest = createHash('sha256').update(text).digest();
  return {
    place: digest.readUIntBE(0, 6) / 2 ** 48,
    words: [digest.readInt32BE(8), digest.readInt32BE(12), digest.readInt32BE(16)],
  };
}

/** A hash of a sequence of documents: that of all but the last one, and the last one's. */
export function chainHash(earlier: string, { place, words }: DocumentHash): string {
  return createHash('sha256').update(JSON.stringify([earlier, place, words])).digest('hex');
}

/** The parts that documents are divided into. */
export type Side = 'train' | 'valid';

/** What `HeldOut` has decided and what waits; items must be data that can be serialized for it to be. */
export interface HeldOutState<T> {
  readonly waiting: { readonly place: number; readonly side: Side; readonly items: T[] } | undefined;
  readonly has: Readonly<Record<Side, boolean>>;
}

/** A decided item and its side. */
export interface Decision<T> {
  readonly side: Side;
  readonly item: T;
}

/**
 * Decides for each document whether it is held out: where its place is below the fraction. So that a small corpus has
 * text on both sides, the document nearest to the border goes to the other side where all are on one; until the other
 * side has one, the nearest so far waits here, with its copies. Which documents are held out depends on their texts
 * alone, not on their order.
 */
export class HeldOut<T> {
  private waiting: HeldOutState<T>['waiting'];
  private readonly has = { train: false, valid: false };

  /**
   * @param fraction share of the documents to hold out; 0 holds out none
   * @param state where another one stopped
   */
  constructor(
    private readonly fraction: number,
    state?: HeldOutState<T>,
  ) {
    this.waiting = state?.waiting;
    Object.assign(this.has, state?.has);
  }

  /** What it takes to go on from here. */
  get state(): HeldOutState<T> {
    return { waiting: this.waiting, has: this.has };
  }

  /** Takes the next document and returns what is decided now. */
  add(place: number, item: T): Decision<T>[] {
    const side = place < this.fraction ? 'valid' : 'train';
    const { waiting } = this;
    if (waiting !== undefined && waiting.side !== side) {
      this.waiting = undefined;
      return [...this.decide(waiting.side, waiting.items), ...this.decide(side, [item])];
    }
    if (this.fraction === 0 || this.has[otherSide(side)]) {
      return this.decide(side, [item]);
    }
    if (waiting === undefined) {
      this.waiting = { place, side, items: [item] };
      return [];
    }
    if (waiting.place === place) {
      waiting.items.push(item);
      return [];
    }
    const isNearer = side === 'train' ? place < waiting.place : place > waiting.place;
    if (!isNearer) {
      return this.decide(side, [item]);
    }
    this.waiting = { place, side, items: [item] };
    return this.decide(side, waiting.items);
  }

  /**
   * Decides about the document that waits, if any.
   *
   * @returns `only` where there is no other document: its examples have to be shared out. Its copies are left out.
   */
  finish(): (Decision<T> | { readonly side: 'only'; readonly item: T })[] {
    const { waiting } = this;
    if (waiting === undefined) {
      return [];
    }
    return this.has[waiting.side]
      ? this.decide(otherSide(waiting.side), waiting.items)
      : [{ side: 'only', item: waiting.items[0] }];
  }

  private decide(side: Side, items: readonly T[]): Decision<T>[] {
    this.has[side] = true;
    return items.map((item) => ({ side, item }));
  }
}

function otherSide(side: Side): Side {
  return side === 'train' ? 'valid' : 'train';
}
