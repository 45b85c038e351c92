import fc from 'fast-check';
import { halfToNumber, narrowInt64, widenBfloat16, widenHalf } from './widen.js';

describe('halfToNumber', () => {
  // From the definition of binary16: 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits.
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 1023 * 2 ** -24],
    [0x8001, -(2 ** -24)],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%d is %d', (bits, value) => {
    expect(halfToNumber(bits)).toBe(value);
  });

  it('keeps the sign of zero', () => {
    expect(halfToNumber(0x8000)).toBe(-0);
  });

  it('grows with the bits of positive numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7bff }), (bits) => {
        expect(halfToNumber(bits + 1)).toBeGreaterThan(halfToNumber(bits));
      }),
    );
  });
});

describe('widenHalf and widenBfloat16', () => {
  it('write from the given element on', () => {
    const bytes = new DataView(Uint16Array.of(0x3c00, 0xc000).buffer);
    const out = new Float32Array(4).fill(9);
    widenHalf(bytes, out, 1, 2);
    expect([...out]).toEqual([9, 1, -2, 9]);
  });

  it('widen bfloat16 to the float32 with the same upper bits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
        const out = new Float32Array(3).subarray(1);
        widenBfloat16(new DataView(Uint16Array.of(bits >>> 16).buffer), out, 1, 1);
        expect(out[1]).toBe(new Float32Array(Uint32Array.of(bits & 0xffff0000).buffer)[0]);
        expect(out[0]).toBe(0);
      }),
    );
  });
});

describe('narrowInt64', () => {
  it('keeps what fits', () => {
    const values = [0n, -1n, 7n, 2n ** 31n - 1n, -(2n ** 31n)];
    const out = new Int32Array(values.length);
    expect(narrowInt64(new DataView(BigInt64Array.from(values).buffer), out, 0, out.length)).toBeUndefined();
    expect([...out]).toEqual(values.map(Number));
  });

  it.each([2n ** 31n, -(2n ** 31n) - 1n, 2n ** 32n, 2n ** 62n])('reports %d', (value) => {
    const bytes = new DataView(BigInt64Array.of(5n, value).buffer);
    expect(narrowInt64(bytes, new Int32Array(12), 10, 2)).toEqual({ index: 11, value });
  });
});
