import { UserError } from '@electra-ts/config';
import { type FileHandle, open } from 'node:fs/promises';
import { describeFileError } from './describe-file-error.js';
import { readElements, readExactly } from './read-elements.js';
import {
  damagedFile,
  maxHeaderBytes,
  parseHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from './safetensors-header.js';
import { elementCount, type StoredTensor } from './stored-tensor.js';

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
    const { dtype, shape, begin } = this.#entry(name);
    const run = { dtype, position: this.#dataStart + begin, count: elementCount(shape), owner: `tensor "${name}"` };
    const data = await readElements({ handle: this.#handle, path: this.#path }, run);
    return { shape, dtype: data instanceof Float32Array ? 'float32' : 'int32', data };
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
  await readExactly({ handle, path }, start, 0);
  const length = new DataView(start.buffer).getBigUint64(0, true);
  const limit = Math.min(size - 8, maxHeaderBytes);
  if (length > limit) {
    throw damagedFile(path, 'its header is longer than the file allows', `at most ${limit} bytes`, `${length} bytes`);
  }
  const dataStart = 8 + Number(length);
  const bytes = new Uint8Array(Number(length));
  await readExactly({ handle, path }, bytes, 8);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damagedFile(path, 'its header is not text', 'UTF-8', 'other bytes');
  }
  return { header: parseHeader(text, size - dataStart, path), dataStart };
}
