import { decodeHeader, encodeHeader, idBytesFor, shardLayout, type ShardHeader } from './shard-format.js';

const header: ShardHeader = { sequenceLength: 128, idBytes: 2, examples: 3, tokens: 21 };

describe('idBytesFor', () => {
  it('is 2 as long as the largest id is below 65,536', () => {
    expect([1, 30_522, 65_536, 65_537].map(idBytesFor)).toEqual([2, 2, 2, 4]);
  });
});

describe('shardLayout', () => {
  it('puts the sections one after the other, aligned to 4 bytes', () => {
    // 64 + 4 * 4 = 80; + 2 * 3 = 86 -> 88; + 2 * 21 = 130 -> 132; + 21 bits = 3 bytes -> 136.
    expect(shardLayout(header)).toEqual({ starts: 64, boundaries: 80, ids: 88, wordStarts: 132, fileBytes: 136 });
    expect(shardLayout({ ...header, idBytes: 4 })).toMatchObject({ ids: 88, wordStarts: 172, fileBytes: 176 });
  });
});

describe('decodeHeader', () => {
  it('reads what encodeHeader wrote', () => {
    const bytes = encodeHeader(header);
    expect(bytes.length).toBe(64);
    expect(decodeHeader(bytes)).toEqual(header);
  });

  it('says what is wrong', () => {
    const changed = (place: number, value: number) => {
      const bytes = encodeHeader(header);
      bytes[place] = value;
      return decodeHeader(bytes);
    };
    expect(changed(0, 0x58)).toMatch(/"XLTSHARD".*"ELTSHARD"/);
    expect(changed(8, 2)).toMatch(/version 2.*version 1/);
    expect(changed(16, 3)).toMatch(/3 bytes each/);
    expect(decodeHeader(new Uint8Array(10))).toMatch(/after 10 bytes/);
  });
});
