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

/** A decided item and its side. */
export interface Decision<T> {
  readonly side: 'train' | 'valid';
  readonly item: T;
}

/**
 * Decides for each document whether it is held out: where its place is below the fraction. So that a small corpus has
 * held-out text as well, the document with the lowest place is held out even if none is below the fraction; until one
 * is, the lowest so far waits here. Which documents are held out depends on their texts alone, not on their order.
 */
export class HeldOut<T> {
  private candidate: { place: number; item: T } | undefined;
  private hasValid = false;
  private hasTrain = false;

  /** @param fraction share of the documents to hold out; 0 holds out none */
  constructor(private readonly fraction: number) {}

  /** Takes the next document and returns what is decided now. */
  add(place: number, item: T): Decision<T>[] {
    if (this.fraction === 0) {
      return [{ side: 'train', item }];
    }
    if (place < this.fraction) {
      this.hasValid = true;
      return [...this.release(), { side: 'valid', item }];
    }
    if (this.hasValid) {
      return this.train(item);
    }
    if (this.candidate !== undefined && this.candidate.place <= place) {
      return this.train(item);
    }
    const released = this.release();
    this.candidate = { place, item };
    return released;
  }

  /**
   * Decides about the document that waits, if any.
   *
   * @returns `only` where it is the only document: its examples have to be shared out
   */
  finish(): Decision<T> | { readonly side: 'only'; readonly item: T } | undefined {
    if (this.candidate === undefined) {
      return undefined;
    }
    return { side: this.hasTrain ? 'valid' : 'only', item: this.candidate.item };
  }

  private release(): Decision<T>[] {
    const { candidate } = this;
    this.candidate = undefined;
    return candidate === undefined ? [] : this.train(candidate.item);
  }

  private train(item: T): Decision<T>[] {
    this.hasTrain = true;
    return [{ side: 'train', item }];
  }
}
