import fc from 'fast-check';

import { hashDocument, HeldOut } from './held-out.js';

/** Runs documents with these places through the split, and returns the two sides. */
function split(fraction: number, places: readonly number[]): { train: number[]; valid: number[]; only: number[] } {
  const heldOut = new HeldOut<number>(fraction);
  const sides: { train: number[]; valid: number[]; only: number[] } = { train: [], valid: [], only: [] };
  for (const place of places) {
    heldOut.add(place, place).forEach(({ side, item }) => sides[side].push(item));
  }
  heldOut.finish().forEach(({ side, item }) => sides[side].push(item));
  return sides;
}

describe('HeldOut', () => {
  it('holds out what is below the fraction', () => {
    expect(split(0.3, [0.5, 0.1, 0.9, 0.2])).toEqual({ train: [0.5, 0.9], valid: [0.1, 0.2], only: [] });
  });

  it('holds out the lowest where none is below', () => {
    expect(split(0.1, [0.5, 0.3, 0.9, 0.4])).toEqual({ train: [0.5, 0.9, 0.4], valid: [0.3], only: [] });
  });

  it('tells of a single document, and holds out none for a fraction of 0', () => {
    expect(split(0.1, [0.5])).toEqual({ train: [], valid: [], only: [0.5] });
    expect(split(0, [0.5])).toEqual({ train: [0.5], valid: [], only: [] });
    expect(split(0.1, [])).toEqual({ train: [], valid: [], only: [] });
  });

  it('leaves something to train on where all are below', () => {
    expect(split(0.6, [0.1, 0.5, 0.2])).toEqual({ train: [0.5], valid: [0.1, 0.2], only: [] });
    expect(split(0.6, [0.1])).toEqual({ train: [], valid: [], only: [0.1] });
  });

  it('keeps copies of a document on one side', () => {
    expect(split(0.1, [0.5, 0.3, 0.3, 0.4, 0.3])).toEqual({ train: [0.5, 0.4], valid: [0.3, 0.3, 0.3], only: [] });
    expect(split(0.6, [0.5, 0.5])).toEqual({ train: [], valid: [], only: [0.5] });
    expect(split(0.4, [0.3, 0.3, 0.5])).toEqual({ train: [0.5], valid: [0.3, 0.3], only: [] });
  });

  it('does not depend on the order, and loses none', () => {
    const corpora = fc.uniqueArray(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(corpora, fc.constantFrom(0.05, 0.3, 0.95), (places, fraction) => {
        const { train, valid } = split(fraction, places);
        expect([...train, ...valid].sort()).toEqual([...places].sort());
        expect(valid.length).toBeGreaterThan(0);
        expect(train.length).toBeGreaterThan(0);
        expect(split(fraction, [...places].reverse()).valid.sort()).toEqual(valid.sort());
      }),
    );
  });
});

describe('hashDocument', () => {
  it('is the same for the same text, spread over 0 … 1', () => {
    expect(hashDocument('a')).toEqual(hashDocument('a'));
    expect(hashDocument('a').words).not.toEqual(hashDocument('b').words);
    const below = Array.from({ length: 2000 }, (_, i) => hashDocument(`document ${i}`).place).filter((p) => p < 0.1);
    // Five standard errors: 5 * sqrt(2000 * 0.1 * 0.9).
    expect(Math.abs(below.length - 200)).toBeLessThan(68);
  });

  it('is the SHA-256 of the text', () => {
    // SHA-256 of the empty text begins with e3b0c44298fc.
    expect(hashDocument('').place).toBe(0xe3b0c44298fc / 2 ** 48);
  });
});
