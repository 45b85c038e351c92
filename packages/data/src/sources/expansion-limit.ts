import { UserError } from '@electra-ts/config';

/** Decompressed bytes that every file may have, whatever its ratio: small files that repeat themselves are no attack. */
export const freeBytes = 1 << 26;

/**
 * Watches how much larger a file becomes as it is decompressed, so that a few kilobytes made to fill a disk (a
 * decompression bomb) end with an error instead. Text rarely shrinks to less than a tenth.
 */
export class ExpansionLimit {
  private read = 0;
  private written = 0;

  /** @param ratio largest ratio of decompressed to compressed bytes, past the first 64 MiB */
  constructor(
    private readonly name: string,
    private readonly ratio: number,
  ) {}

  /** How far decompression is; the bytes read may be up to a piece ahead of those that it has used. */
  get place(): string {
    return `in the first ${this.read} bytes of the file, behind ${this.written} bytes of decompressed text`;
  }

  addCompressed(bytes: number): void {
    this.read += bytes;
  }

  /** @throws {UserError} where the limit is exceeded */
  addDecompressed(bytes: number): void {
    this.written += bytes;
    if (this.written > freeBytes && this.written > this.read * this.ratio) {
      throw new UserError({
        what: `${this.name} grows too large when it is decompressed`,
        expected: `at most ${this.ratio} times its compressed size`,
        received: `${this.written} bytes out of ${this.read}`,
        remedy: 'If you trust the file, raise the limit by --max-expansion (maxExpansion); otherwise leave it out',
      });
    }
  }
}
