import { deriveSeed } from './derive-seed.js';

describe('deriveSeed', () => {
  it('is FNV-1a of purpose and seed', () => {
    // The published FNV-1a value of "a" is e40c292c; ":1" follows by hand of the same rule.
    const step = (hash: number, character: string) => Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
    expect(deriveSeed(1, 'a')).toBe(step(step(0xe40c292c, ':'), '1'));
  });

  it('differs between seeds and between purposes', () => {
    const seeds = [0, 1, 2, 3].flatMap((seed) => ['masks', 'order'].map((purpose) => deriveSeed(seed, purpose)));
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});
