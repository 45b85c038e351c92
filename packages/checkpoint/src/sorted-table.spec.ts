import { UserError } from '@electra-ts/config';
import { ByteReader, readSortedTable } from './sorted-table.js';

/** A block: entries of shared bytes, rest of the key and value, one restart, no compression, no checksum. */
function block(entries: readonly (readonly [number, string, Buffer])[], compression = 0): Buffer {
  const bytes = entries.map(([shared, rest, value]) => Buffer.concat([Buffer.from([shared, rest.length, value.length]), Buffer.from(rest), value]));
  return Buffer.concat([...bytes, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0, compression, 0, 0, 0, 0])]);
}

function table(data: Buffer, handle = [0, data.length - 5]): Buffer {
  const index = block([[0, 'z', Buffer.from(handle)]]);
  const footer = Buffer.alloc(48);
  footer.set([0, 0, data.length, index.length - 5]);
  footer.writeBigUInt64LE(0xdb4775248b80fb57n, 40);
  return Buffer.concat([data, index, footer]);
}

describe('readSortedTable', () => {
  const data = block([[0, 'apple', Buffer.from('1')], [3, 'e', Buffer.from('22')]]);

  it('puts keys together from what they share', () => {
    expect([...readSortedTable(table(data), 'x')]).toEqual([['apple', Buffer.from('1')], ['appe', Buffer.from('22')]]);
  });

  it.each([
    ['a file that is too short', Buffer.alloc(10), /mark of a table/],
    ['another format', Buffer.alloc(100), /mark of a table/],
    ['a block outside', table(data, [100, 100]), /blocks inside the file/],
    ['a compressed block', table(block([], 1)), /without compression/],
    ['a key that shares more than there is', table(block([[2, 'a', Buffer.alloc(0)]])), /2 shared bytes of 0/],
    ['a repeated key', table(block([[0, 'a', Buffer.alloc(0)], [1, '', Buffer.alloc(0)]])), /each key once/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSortedTable(bytes, 'x')).toThrow(UserError);
    expect(() => readSortedTable(bytes, 'x')).toThrow(message);
  });
});

describe('ByteReader', () => {
  const reader = (...bytes: number[]) => new ByteReader(Buffer.from(bytes), 0, bytes.length, 'x');

  it('reads integers in groups of seven bits', () => {
    expect([reader(5).varint(), reader(0xac, 2).varint()]).toEqual([5, 300]);
    expect(() => reader(...new Array<number>(9).fill(0xff)).varint()).toThrow(/below 2\^53/);
    expect(() => reader(0x80).varint()).toThrow(/1 more bytes/);
  });
});
