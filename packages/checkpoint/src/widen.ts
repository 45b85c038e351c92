/** Smallest positive half-precision number, 2^-24: the unit in which subnormal halves are written. */
const halfSubnormalUnit = 2 ** -24;

/** IEEE 754 binary16 to a number (exact: every half is a float32). */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * halfSubnormalUnit;
  }
  if (exponent === 0x1f) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Widens `count` little-endian F16 values in `bytes` into `out`, from element `at` on. */
export function widenHalf(bytes: DataView, out: Float32Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    out[at + i] = halfToNumber(bytes.getUint16(2 * i, true));
  }
}

/** Widens BF16 values: the upper half of a float32's bits. */
export function widenBfloat16(bytes: DataView, out: Float32Array, at: number, count: number): void {
  const outBits = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < count; i++) {
    outBits[at + i] = bytes.getUint16(2 * i, true) << 16;
  }
}

/** A 64-bit integer that does not fit into 32 bits, met by `narrowInt64`. */
export interface OutOfRange {
  readonly index: number;
  readonly value: bigint;
}

/** Narrows I64 values into int32; returns the first that does not fit, or undefined when all did. */
export function narrowInt64(bytes: DataView, out: Int32Array, at: number, count: number): OutOfRange | undefined {
  for (let i = 0; i < count; i++) {
    const low = bytes.getInt32(8 * i, true);
    // The upper word of a 32-bit value is its sign, repeated.
    if (bytes.getInt32(8 * i + 4, true) !== low >> 31) {
      return { index: at + i, value: bytes.getBigInt64(8 * i, true) };
    }
    out[at + i] = low;
  }
  return undefined;
}
