import { UserError } from '@electra-ts/config';
import { fileSize } from './file-size.js';

describe('fileSize', () => {
  it.each<[number | string, number]>([
    [12, 12],
    ['5GB', 5_000_000_000],
    ['5 GiB', 5 * 2 ** 30],
    ['1.5kb', 1500],
    ['2MiB', 2 * 2 ** 20],
  ])('reads %j', (size, bytes) => {
    expect(fileSize(size)).toBe(bytes);
  });

  it.each(['5', 'GB', '-1GB', '0KB', '5TB', 'toString', 0, NaN])('refuses %j', (size) => {
    expect(() => fileSize(size)).toThrow(UserError);
    expect(() => fileSize(size)).toThrow(/no size of a file.*5GB/s);
  });
});
