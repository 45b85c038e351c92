import { UserError } from '@electra-ts/config';

/** Largest window in bytes: the limit of the reference decoder, too, unless it is told otherwise (`ZSTD_WINDOWLOG_LIMIT_DEFAULT` of zstd.h). */
const largestWindow = 1 << 27;

/** Magic numbers (RFC 8878, sections 3.1.1 and 3.1.2); those of skippable frames differ in their last digit. */
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * Follows the frames and blocks of a Zstandard stream (RFC 8878, section 3.1.1), and refuses a frame whose window is too large before the
 * decoder sees it, which would make room for as much: six damaged or hostile bytes ask for two gigabytes.
 */
export class ZstdWindows {
  private readonly part: number[] = [];
  private isInFrame = false;
  private hasChecksum = false;
  /** Bytes of a block, checksum or skippable frame still to come; Infinity behind what is no frame, which the decoder reports. */
  private skip = 0;

  constructor(private readonly name: string) {}

  /** Takes the next bytes. @throws {UserError} for a window of more than 128 MiB */
  read(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; ) {
      if (this.skip > 0) {
        const skipped = Math.min(this.skip, bytes.length - i);
        this.skip -= skipped;
        i += skipped;
        continue;
      }
      this.part.push(bytes[i++]);
      if (this.isInFrame ? this.readBlock() : this.readFrame()) {
        this.part.length = 0;
      }
    }
  }

  /** Whether a block's header is complete. */
  private readBlock(): boolean {
    if (this.part.length < 3) {
      return false;
    }
    const header = this.number(0, 3);
    const [isLast, isRepeated] = [(header & 1) === 1, ((header >> 1) & 3) === 1];
    this.skip = (isRepeated ? 1 : header >> 3) + (isLast && this.hasChecksum ? 4 : 0);
    this.isInFrame = !isLast;
    return true;
  }

  /** Whether a frame's header is complete. */
  private readFrame(): boolean {
    const { length } = this.part;
    if (length < 5) {
      return false;
    }
    const magic = this.number(0, 4);
    if (magic !== frameMagic) {
      const isSkippable = magic - (magic % 16) === skippableMagic;
      if (isSkippable && length < 8) {
        return false;
      }
      this.skip = isSkippable ? this.number(4, 4) : Infinity;
      return true;
    }
    const descriptor = this.part[4];
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3];
    const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6];
    const sizeAt = (isSingleSegment ? 5 : 6) + dictionaryBytes;
    if (length < sizeAt + sizeBytes) {
      return false;
    }
    // Sizes of two bytes begin at 256, which is too little to matter.
    const window = isSingleSegment ? this.number(sizeAt, sizeBytes) : windowOf(this.part[5]);
    if (window > largestWindow) {
      throw new UserError({
        what: `${this.name} cannot be decompressed in bounded memory`,
        expected: `Zstandard frames with a window of at most ${largestWindow} bytes`,
        received: `one of ${window} bytes`,
        remedy: 'If the file is not damaged, decompress it first (zstd -d --long=31), or compress it anew without --long',
      });
    }
    this.hasChecksum = (descriptor & 4) !== 0;
    this.isInFrame = true;
    return true;
  }

  /** A little-endian number in the part read so far. */
  private number(at: number, bytes: number): number {
    return this.part.slice(at, at + bytes).reduceRight((sum, byte) => sum * 256 + byte, 0);
  }
}

/** Bytes of the window that a window descriptor stands for (RFC 8878, section 3.1.1.1.2). */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
