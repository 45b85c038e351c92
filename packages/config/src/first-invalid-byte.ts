/**
 * Where the first byte that breaks UTF-8 is (Unicode 15, table 3-7: well-formed byte sequences). A sequence that the
 * end cuts short counts from its first byte.
 *
 * @returns the offset, or -1 where everything is well-formed
 */
export function firstInvalidByte(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const length = utf8Length(bytes[i]);
    if (length === 0 || i + length > bytes.length) {
      return i;
    }
    for (let k = 1; k < length; k++) {
      const [low, high] = k === 1 ? secondByteRange(bytes[i]) : anyContinuation;
      if (bytes[i + k] < low || bytes[i + k] > high) {
        return i;
      }
    }
    i += length;
  }
  return -1;
}

/** Bytes of the UTF-8 sequence that a byte begins; 0 where no sequence begins with it. */
export function utf8Length(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

const anyContinuation = [0x80, 0xbf] as const;

/** Ranges that exclude overlong forms, surrogates and everything past U+10FFFF. */
function secondByteRange(lead: number): readonly [number, number] {
  switch (lead) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return anyContinuation;
  }
}
