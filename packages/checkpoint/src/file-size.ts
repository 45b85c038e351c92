import { UserError } from '@electra-ts/config';

const units: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30 };

/**
 * Bytes of a size as transformers writes it (`convert_file_size_to_int`): a number of bytes, or a text such as `5GB`, in
 * KB, MB or GB, powers of 1000, or KiB, MiB or GiB, powers of 1024.
 *
 * @throws UserError for anything else, and for less than a byte
 */
export function fileSize(size: number | string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?) ?([kmg]i?b)$/i.exec(String(size)) ?? [];
  const bytes = typeof size === 'number' ? size : Math.floor(Number(count) * (units[unit?.toUpperCase()] ?? NaN));
  if (bytes >= 1) return bytes;
  throw new UserError({
    what: 'This is no size of a file',
    expected: 'a number of bytes, or a text such as "5GB" or "500 MiB"',
    received: JSON.stringify(size),
  });
}
