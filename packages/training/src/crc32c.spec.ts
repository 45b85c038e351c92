import { crc32c } from './crc32c.js';

// RFC 3720, appendix B.4, whose bytes are in the order of the wire.
it.each([
  [Array.from({ length: 32 }, () => 0), 0x8a9136aa],
  [Array.from({ length: 32 }, () => 0xff), 0x62a8ab43],
  [Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  [[...Buffer.from('123456789')], 0xe3069283],
])('of %j', (bytes, expected) => {
  expect(crc32c(Uint8Array.from(bytes))).toBe(expected);
});
