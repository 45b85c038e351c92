import { ExpansionLimit, freeBytes } from './expansion-limit.js';

describe('ExpansionLimit', () => {
  it('lets the first bytes pass, then holds to the ratio', () => {
    const limit = new ExpansionLimit('a.gz', 100);
    limit.addCompressed(1000);
    limit.addDecompressed(freeBytes);
    expect(() => limit.addDecompressed(1)).toThrow(/a\.gz grows too large.*at most 100 times.*67108865 bytes out of 1000.*--max-expansion/);
  });

  it('lets ordinary text pass whatever its size', () => {
    const limit = new ExpansionLimit('a.gz', 100);
    for (let i = 0; i < 100; i++) {
      limit.addCompressed(freeBytes);
      limit.addDecompressed(freeBytes * 99);
    }
    expect(() => limit.addDecompressed(freeBytes * 200)).toThrow(/too large/);
  });
});
