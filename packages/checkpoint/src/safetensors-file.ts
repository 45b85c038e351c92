import { UserError } from '@electra-ts/config';
import { type FileHandle, open } from 'node:fs/promises';
import { describeFileError } from './describe-file-error.js';
import {
  damagedFile,
  maxHeaderBytes,
  parseHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from './safetensors-header.js';
import { elementCount, type StoredTensor } from './stored-tensor.js';
import { narrowInt64, widenBfloat16, widenHalf } from './widen.js';

/** Bytes read at a time: one call of the system reads less than 2 GiB, and conversion needs a buffer of this size. */
const chunkBytes = 2 ** 22;

/**
 * A safetensors file opened for reading, tensor by tensor: memory for a tensor is allocated when it is read, once its
 * place in the file has been checked.
 */
export class SafetensorsFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #header: SafetensorsHeader;
  /** First byte of the data in the file. */
  readonly #dataStart: number;

  private constructor(path: string, handle: FileHandle, header: SafetensorsHeader, dataStart: number) {
    this.#path = path;
    this.#handle = handle;
    this.#header = header;
    this.#dataStart = dataStart;
  }

  /**
   * Opens a file and checks its header completely.
   *
   * @throws UserError naming the tensor or key that is wrong, or why the file cannot be read
   */
  static async open(path: string): Promise<SafetensorsFile> {
    try {
      const handle = await open(path, 'r');
      try {
        const { header, dataStart } = await readHeader(handle, path);
        return new SafetensorsFile(path, handle, header, dataStart);
      } catch (error) {
        await handle.close();
        throw error;
      }
    } catch (error) {
      throw describeFileError(error, 'read', path);
    }
  }

  /** Names of the tensors, in the order of their data. */
  get names(): readonly string[] {
    return [...this.#header.entries.keys()];
  }

  /** The free texts of the header. */
  get metadata(): Readonly<Record<string, string>> {
    return this.#header.metadata;
  }

  /** Shape of a tensor, without reading it; throws UserError when the file has none of that name. */
  shape(name: string): readonly number[] {
    return this.#entry(name).shape;
  }

  /**
   * Reads one tensor. F16 and BF16 are widened to float32, I64 is narrowed to int32.
   *
   * @throws UserError when there is no such tensor, the file ends early, or an I64 value does not fit into 32 bits
   */
  async read(name: string): Promise<StoredTensor> {
    const { dtype, shape, begin, end } = this.#entry(name);
    const count = elementCount(shape);
    const position = this.#dataStart + begin;
    if (dtype === 'F32' || dtype === 'I32') {
      const data = dtype === 'F32' ? new Float32Array(count) : new Int32Array(count);
      await this.#fill(new Uint8Array(data.buffer), position);
      return { shape, dtype: dtype === 'F32' ? 'float32' : 'int32', data };
    }
    if (dtype === 'I64') {
      const data = new Int32Array(count);
      await this.#convert(position, end - begin, 8, (bytes, at, length) => {
        const misfit = narrowInt64(bytes, data, at, length);
        if (misfit !== undefined) {
          throw new UserError({
            what: `${this.#path}: tensor "${name}" has a 64-bit integer that does not fit into 32 bits`,
            expected: 'values from -2147483648 to 2147483647',
            received: `${misfit.value} at element ${misfit.index}`,
          });
        }
      });
      return { shape, dtype: 'int32', data };
    }
    const widen = dtype === 'F16' ? widenHalf : widenBfloat16;
    const data = new Float32Array(count);
    await this.#convert(position, end - begin, 2, (bytes, at, length) => widen(bytes, data, at, length));
    return { shape, dtype: 'float32', data };
  }

  /** Closes the file; tensors that were read stay valid. */
  async close(): Promise<void> {
    await this.#handle.close();
  }

  #entry(name: string): SafetensorsEntry {
    const entry = this.#header.entries.get(name);
    if (entry === undefined) {
      throw new UserError({
        what: `${this.#path} has no tensor "${name}"`,
        expected: `one of its ${this.#header.entries.size} tensors`,
        received: name,
      });
    }
    return entry;
  }

  async #fill(bytes: Uint8Array, position: number): Promise<void> {
    await fill(this.#handle, bytes, position, this.#path);
  }

  /** Reads `bytes` bytes piece by piece and hands each piece over with the index of its first element. */
  async #convert(
    position: number,
    bytes: number,
    elementSize: number,
    take: (piece: DataView, at: number, count: number) => void,
  ): Promise<void> {
    const buffer = new Uint8Array(Math.min(bytes, chunkBytes));
    for (let done = 0; done < bytes; done += buffer.length) {
      const piece = buffer.subarray(0, Math.min(buffer.length, bytes - done));
      await this.#fill(piece, position + done);
      take(new DataView(piece.buffer, 0, piece.length), done / elementSize, piece.length / elementSize);
    }
  }
}

async function readHeader(
  handle: FileHandle,
  path: string,
): Promise<{ header: SafetensorsHeader; dataStart: number }> {
  const { size } = await handle.stat();
  if (size < 8) {
    throw damagedFile(path, 'it is too short', 'at least 8 bytes', `${size} bytes`);
  }
  const start = new Uint8Array(8);
  await fill(handle, start, 0, path);
  const length = new DataView(start.buffer).getBigUint64(0, true);
  const limit = Math.min(size - 8, maxHeaderBytes);
  if (length > limit) {
    throw damagedFile(path, 'its header is longer than the file allows', `at most ${limit} bytes`, `${length} bytes`);
  }
  const dataStart = 8 + Number(length);
  const bytes = new Uint8Array(Number(length));
  await fill(handle, bytes, 8, path);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damagedFile(path, 'its header is not text', 'UTF-8', 'other bytes');
  }
  return { header: parseHeader(text, size - dataStart, path), dataStart };
}

/** Fills `bytes` from `position` on; throws UserError when the file ends before that. */
async function fill(handle: FileHandle, bytes: Uint8Array, position: number, path: string): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const length = Math.min(bytes.length - done, chunkBytes);
    const { bytesRead } = await handle.read(bytes, done, length, position + done);
    if (bytesRead === 0) {
      throw damagedFile(path, 'it ended while being read', `${bytes.length} bytes`, `${done} bytes`);
    }
    done += bytesRead;
  }
}
