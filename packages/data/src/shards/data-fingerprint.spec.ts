import { dataFingerprint } from './data-fingerprint.js';
import type { SplitManifest } from './manifest.js';

const split = (...sums: string[]): SplitManifest => ({
  documents: 1,
  examples: 1,
  tokens: 1,
  droppedTokens: 0,
  files: sums.map((sha256) => ({ name: `${sha256}.bin`, bytes: 1, sha256, examples: 1, tokens: 1 })),
});

describe('dataFingerprint', () => {
  it('is that of the shards, in their order and their part', () => {
    const of = (train: SplitManifest, valid: SplitManifest) => dataFingerprint({ splits: { train, valid } });
    const all = [of(split('a', 'b'), split('c')), of(split('b', 'a'), split('c')), of(split('a'), split('b', 'c')), of(split('a', 'b'), split('d'))];
    expect(new Set(all).size).toBe(4);
    expect(of({ ...split('a', 'b'), documents: 7 }, split('c'))).toBe(all[0]);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
