import { UserError } from '@electra-ts/config';
import type { FileHandle } from 'node:fs/promises';
import type { StoredTensor } from './stored-tensor.js';
import { narrowInt64, widenBfloat16, widenHalf } from './widen.js';

/** Bytes of one element of each type that can be read. */
export const elementBytes = { F32: 4, F16: 2, BF16: 2, I32: 4, I64: 8 } as const;

/** Element types that can be read; `F16` and `BF16` become float32, `I64` int32 when every value fits. */
export type ElementType = keyof typeof elementBytes;

/** Bytes read at a time: one call of the system reads less than 2 GiB, and conversion needs a buffer of this size. */
const chunkBytes = 2 ** 22;

/** An open file, and what to say of it. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/** A run of elements in a file. */
export interface ElementRun {
  readonly dtype: ElementType;
  /** Byte of the first element. */
  readonly position: number;
  readonly count: number;
  /** Whose elements they are, for messages: `tensor "a"`. */
  readonly owner: string;
}

/**
 * Reads little-endian elements: F32 and I32 as they are, F16 and BF16 widened to float32, I64 narrowed to int32. The
 * caller has checked that the file has `count` of them.
 *
 * @throws UserError when the file ends early, or an I64 value does not fit into 32 bits
 */
export async function readElements(file: OpenFile, run: ElementRun): Promise<StoredTensor['data']> {
  const { dtype, position, count, owner } = run;
  if (dtype === 'F32' || dtype === 'I32') {
    const data = dtype === 'F32' ? new Float32Array(count) : new Int32Array(count);
    await readExactly(file, new Uint8Array(data.buffer), position);
    return data;
  }
  if (dtype === 'I64') {
    const data = new Int32Array(count);
    await convert(file, run, (bytes, at, length) => {
      const misfit = narrowInt64(bytes, data, at, length);
      if (misfit !== undefined) {
        throw new UserError({
          what: `${file.path}: ${owner} has a 64-bit integer that does not fit into 32 bits`,
          expected: 'values from -2147483648 to 2147483647',
          received: `${misfit.value} at element ${misfit.index}`,
        });
      }
    });
    return data;
  }
  const widen = dtype === 'F16' ? widenHalf : widenBfloat16;
  const data = new Float32Array(count);
  await convert(file, run, (bytes, at, length) => widen(bytes, data, at, length));
  return data;
}

/** Reads piece by piece and hands each piece over with the index of its first element. */
async function convert(
  file: OpenFile,
  { dtype, position, count }: ElementRun,
  take: (piece: DataView, at: number, count: number) => void,
): Promise<void> {
  const size = elementBytes[dtype];
  const bytes = count * size;
  const buffer = new Uint8Array(Math.min(bytes, chunkBytes));
  for (let done = 0; done < bytes; done += buffer.length) {
    const piece = buffer.subarray(0, Math.min(buffer.length, bytes - done));
    await readExactly(file, piece, position + done);
    take(new DataView(piece.buffer, 0, piece.length), done / size, piece.length / size);
  }
}

/** Fills `bytes` from `position` on; throws UserError when the file ends before that. */
export async function readExactly({ handle, path }: OpenFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const length = Math.min(bytes.length - done, chunkBytes);
    const { bytesRead } = await handle.read(bytes, done, length, position + done);
    if (bytesRead === 0) {
      throw new UserError({
        what: `${path} ended while being read`,
        expected: `${bytes.length} bytes from byte ${position} on`,
        received: `${done} bytes`,
        remedy: 'Save or download the file again',
      });
    }
    done += bytesRead;
  }
}
