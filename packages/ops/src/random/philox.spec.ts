import { Philox } from './philox.js';

const hexadecimal = (words: Uint32Array): string[] => [...words].map((word) => word.toString(16).padStart(8, '0'));

describe('Philox', () => {
  // The authors' own library, Random123, publishes this answer (file kat_vectors, philox 4x32, 10 rounds).
  it('computes the published words of counter 0 and key 0', () => {
    const words = new Philox(0, 0, 0, 0).block(0);
    expect(hexadecimal(words)).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
  });

  it('agrees with a computation in big integers for every part of counter and key', () => {
    for (const [seed, step, site, domain, index] of [
      [2 ** 53 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 5, 2 ** 32 - 1],
      [0xa4093822 + 0x1f31d0 * 2 ** 32, 0x85a308d3, 0x13198a2e, 3, 0x243f6a88],
      [1, 0, 0, 0, 0],
      [2 ** 32, 0, 0, 0, 0],
    ]) {
      const words = new Philox(seed, step, site, domain).block(index);
      expect(hexadecimal(words)).toEqual(hexadecimal(inBigIntegers(seed, [index, step, site, domain])));
    }
  });
});

/** The algorithm as the paper writes it. */
function inBigIntegers(seed: number, counter: readonly number[]): Uint32Array {
  const mask = 0xffffffffn;
  let key = [BigInt(seed) & mask, BigInt(seed) >> 32n];
  let words = counter.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const product0 = 0xd2511f53n * words[0];
    const product1 = 0xcd9e8d57n * words[2];
    words = [
      (product1 >> 32n) ^ words[1] ^ key[0],
      product1 & mask,
      (product0 >> 32n) ^ words[3] ^ key[1],
      product0 & mask,
    ];
    key = [(key[0] + 0x9e3779b9n) & mask, (key[1] + 0xbb67ae85n) & mask];
  }
  return Uint32Array.from(words, Number);
}
