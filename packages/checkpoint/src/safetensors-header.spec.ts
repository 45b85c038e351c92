import { UserError } from '@electra-ts/config';
import fc from 'fast-check';
import { encodeHeader, parseHeader } from './safetensors-header.js';
import type { StoredTensor } from './stored-tensor.js';

const vector = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

function parse(header: unknown, dataBytes: number) {
  return parseHeader(typeof header === 'string' ? header : JSON.stringify(header), dataBytes, 'model.safetensors');
}

describe('parseHeader', () => {
  it('reads entries in the order of their data, and metadata', () => {
    const header = parse(
      {
        __metadata__: { format: 'pt' },
        second: { dtype: 'BF16', shape: [3, 1], data_offsets: [8, 14] },
        empty: { dtype: 'I64', shape: [0, 4], data_offsets: [8, 8] },
        first: vector,
      },
      14,
    );
    expect([...header.entries.keys()]).toEqual(['first', 'empty', 'second']);
    expect(header.entries.get('second')).toEqual({ dtype: 'BF16', shape: [3, 1], begin: 8, end: 14 });
    expect(header.metadata).toEqual({ format: 'pt' });
  });

  it.each<[string, unknown, number, RegExp]>([
    ['text that is not JSON', '{"a": ', 0, /its header is not JSON/],
    ['a list', [], 0, /its header is not an object/],
    ['a repeated name', `{"w": ${JSON.stringify(vector)}, "w": ${JSON.stringify(vector)}}`, 8, /"w" occurs twice/],
    ['an entry that is no object', { w: 5 }, 8, /tensor "w" is not described/],
    ['an unknown key', { w: { ...vector, extra: 1 } }, 8, /tensor "w" has an unknown key/],
    ['an unsupported type', { w: { ...vector, dtype: 'F64' } }, 8, /tensor "w" has a type that is not supported/],
    ['an inherited name as type', { w: { ...vector, dtype: 'toString' } }, 8, /tensor "w" has a type/],
    ['a negative size', { w: { ...vector, shape: [-2] } }, 8, /tensor "w" has a damaged shape/],
    ['a fraction as size', { w: { ...vector, shape: [0.5, 4] } }, 8, /tensor "w" has a damaged shape/],
    ['offsets in the wrong order', { w: { ...vector, data_offsets: [8, 0] } }, 8, /tensor "w" has damaged data_off/],
    ['shape and type against size', { w: { ...vector, shape: [3] } }, 8, /12 bytes for shape \[3\] of F32/],
    ['a product past 2^53', { w: { ...vector, shape: [2 ** 40, 2 ** 40] } }, 8, /tensor "w" has data of the wrong/],
    ['a count past the file', { w: { ...vector, shape: [2 ** 50], data_offsets: [0, 2 ** 52] } }, 8, /beyond the end/],
    ['an overlap', { a: vector, b: { ...vector, data_offsets: [4, 12] } }, 12, /tensor "b" overlaps/],
    ['a hole', { a: vector, b: { ...vector, data_offsets: [12, 20] } }, 20, /tensor "b" leaves a hole/],
    ['data nobody claims', { a: vector }, 9, /data that no tensor claims/],
    ['metadata that is not text', { __metadata__: { n: 5 } }, 0, /__metadata__ holds more than texts under "n"/],
    ['metadata that is a list', { __metadata__: [] }, 0, /__metadata__ is not an object/],
  ])('refuses %s', (_, header, dataBytes, message) => {
    expect(() => parse(header, dataBytes)).toThrow(UserError);
    expect(() => parse(header, dataBytes)).toThrow(message);
  });

  it('cuts what it quotes', () => {
    const header = { ['n'.repeat(10_000)]: 5 };
    expect(() => parse(header, 0)).toThrow(/^.{0,600}$/s);
  });

  it('refuses what is nested deeper than there is stack', () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const header of [`{"a":${nested}}`, `{"a":{"dtype":"F32","shape":${nested}}}`, `{"__metadata__":{"a":${nested}}}`]) {
      expect(() => parse(header, 0)).toThrow(UserError);
      expect(() => parse(header, 0)).toThrow(/a deeply nested value/);
    }
  });

  it('treats __proto__ as a name like any other', () => {
    const { entries } = parse(`{"__proto__": ${JSON.stringify(vector)}}`, 8);
    expect([...entries.keys()]).toEqual(['__proto__']);
  });
});

describe('encodeHeader', () => {
  const tensor = (length: number): StoredTensor => ({
    shape: [length],
    dtype: 'int32',
    data: new Int32Array(length),
  });

  it('writes length, JSON and spaces up to a multiple of 8', () => {
    const bytes = encodeHeader([['a', tensor(1)]], {});
    const json = '{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}';
    expect(bytes.length % 8).toBe(0);
    expect(new DataView(bytes.buffer).getBigUint64(0, true)).toBe(BigInt(bytes.length - 8));
    expect(new TextDecoder().decode(bytes.subarray(8))).toBe(json.padEnd(56, ' '));
  });

  it('refuses the one name that the format reserves', () => {
    expect(() => encodeHeader([['__metadata__', tensor(1)]], {})).toThrow('__metadata__');
  });

  it('writes what parseHeader reads', () => {
    const named = fc.dictionary(fc.string(), fc.nat(5));
    fc.assert(
      fc.property(named, fc.dictionary(fc.string(), fc.string()), (lengths, metadata) => {
        const tensors = Object.entries(lengths).map(([name, length]) => [name, tensor(length)] as const);
        const bytes = encodeHeader(tensors, metadata);
        const total = tensors.reduce((sum, [, { data }]) => sum + data.byteLength, 0);
        const header = parse(new TextDecoder().decode(bytes.subarray(8)), total);
        expect(header.metadata).toEqual({ ...metadata });
        expect(Object.fromEntries([...header.entries].map(([name, { shape }]) => [name, shape[0]]))).toEqual({
          ...lengths,
        });
      }),
    );
  });
});
