import { ProtobufWriter } from './protobuf-writer.js';

const written = (write: (writer: ProtobufWriter) => void): number[] => {
  const writer = new ProtobufWriter();
  write(writer);
  return [...writer.finish()];
};

// Examples of https://protobuf.dev/programming-guides/encoding/
describe('ProtobufWriter', () => {
  it('writes integers as varints', () => {
    expect(written((w) => w.integer(1, 150))).toEqual([0x08, 0x96, 0x01]);
    expect(written((w) => w.integer(1, -2))).toEqual(
      [0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    );
  });

  it('gives memory that nothing else uses, that which it was told of where nearly all is used', () => {
    for (const size of [0, 200_000, 1_000_000]) {
      const writer = new ProtobufWriter(size);
      writer.bytes(1, new Uint8Array(190_000).fill(7));
      const content = writer.finish();
      expect([content.length, content.at(-1), content.byteOffset]).toEqual([190_004, 7, 0]);
      expect(content.buffer.byteLength).toBe(size === 200_000 ? size : content.length);
    }
  });

  it('writes text with its length', () => {
    expect(written((w) => w.bytes(2, 'testing'))).toEqual([0x12, 0x07, ...Buffer.from('testing')]);
  });

  it('writes numbers in little-endian order', () => {
    expect(written((w) => w.float(2, 1))).toEqual([0x15, 0, 0, 0x80, 0x3f]);
  });

  it('writes nested messages with their length, however long', () => {
    expect(written((w) => w.message(3, (inner) => inner.integer(1, 150)))).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
    const long = written((w) => w.message(1, (inner) => inner.bytes(1, new Uint8Array(200_000).fill(7))));
    expect(long.slice(0, 4)).toEqual([0x0a, 0xc4, 0x9a, 0x0c]); // 200,004 = 200,000 + tag + 3 bytes of length
    expect(long).toHaveLength(200_008);
    expect(long.at(-1)).toBe(7);
  });
});
