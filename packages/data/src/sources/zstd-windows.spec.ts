import { UserError } from '@electra-ts/config';
import fc from 'fast-check';

import { ZstdWindows } from './zstd-windows.js';

/** `echo hello zstd | zstd -c --check`: a window descriptor, a checksum, one block. */
const frame = Buffer.from('KLUv/QRYWQAAaGVsbG8genN0ZApsV/lR', 'base64');
const magic = [0x28, 0xb5, 0x2f, 0xfd];
const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, ...magic.slice(0, 3)]);

function readAll(bytes: Uint8Array, size = bytes.length): void {
  const windows = new ZstdWindows('a.zst');
  for (let start = 0; start < bytes.length; start += size) windows.read(bytes.subarray(start, start + size));
}

describe('ZstdWindows', () => {
  it.each([
    ['1 GiB, by its descriptor', [0, 20 << 3], 1 << 30],
    ['one eighth more than 128 MiB', [0, (17 << 3) | 1], (1 << 27) * 1.125],
    ['the most there can be', [0, 0xff], 2 ** 41 * 1.875],
    ['1 GiB, of one segment', [0xa0, 0, 0, 0, 0x40], 1 << 30],
    ['2^40 bytes, of one segment with a dictionary', [0xe1, 7, 0, 0, 0, 0, 0, 1, 0, 0], 2 ** 40],
  ])('refuses a window of %s, in any frame and whatever the pieces', (_, header, window) => {
    const wide = Buffer.from([...magic, ...header, 0, 0, 0]);
    for (const before of [[], [frame], [frame, skippable, frame]]) {
      const bytes = Buffer.concat([...before, wide]);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: bytes.length }), (size) => {
          expect(() => readAll(bytes, size)).toThrow(UserError);
          expect(() => readAll(bytes, size)).toThrow(`a.zst cannot be decompressed in bounded memory: expected Zstandard frames with a window of at most 134217728 bytes, received one of ${window} bytes`);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('lets others pass, and what is no frame', () => {
    const largest = Buffer.from([...magic, 0, 17 << 3, 3, 0, 0, 65, 1, 0, 0]);
    expect(() => readAll(Buffer.concat([frame, largest, skippable, frame]))).not.toThrow();
    // The wide frame is inside of a raw block, where it is content.
    const content = Buffer.from([...magic, 0, 0xff]);
    expect(() => readAll(Buffer.concat([Buffer.from([...magic, 0, 0, (content.length << 3) | 1, 0, 0]), content, frame]))).not.toThrow();
    expect(() => readAll(Buffer.from('no frame at all, but ' + Buffer.from([...magic, 0, 0xff]).toString('latin1'), 'latin1'))).not.toThrow();
  });
});
