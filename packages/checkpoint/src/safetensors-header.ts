import { showValue, UserError } from '@electra-ts/config';
import { findDuplicateKey } from './duplicate-key.js';
import { elementBytes, type ElementType } from './read-elements.js';
import { elementCount, type StoredTensor } from './stored-tensor.js';

/** Where one tensor lies in a safetensors file. */
export interface SafetensorsEntry {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** First byte and the byte past the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** A parsed header: entries in the order of their data. */
export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Key of the header under which the format keeps free text. */
const metadataKey = '__metadata__';

/** Longest header that is read: the limit of the reference implementation (safetensors/src/tensor.rs). */
export const maxHeaderBytes = 100_000_000;

/** Error for a file that is not what it claims to be. */
export function damagedFile(path: string, problem: string, expected: string, received: string): UserError {
  return new UserError({
    what: `${path} is not a valid safetensors file: ${problem}`,
    expected,
    received,
    remedy: 'Save or download the file again',
  });
}

/**
 * Reads a header's JSON and checks it against the file before a single element is allocated.
 *
 * The rules are those of the reference implementation (safetensors/src/tensor.rs): the tensors, sorted by offset, cover
 * the data without holes or overlaps, and each has exactly the bytes that its shape and type need.
 *
 * @param text the header
 * @param dataBytes bytes of the file behind the header
 * @param path for messages
 * @throws UserError naming the tensor or key
 */
export function parseHeader(text: string, dataBytes: number, path: string): SafetensorsHeader {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw damagedFile(path, 'its header is not JSON', 'a JSON object', showValue(text));
  }
  if (!isRecord(parsed)) {
    throw damagedFile(path, 'its header is not an object', 'a JSON object', showValue(text));
  }
  const repeated = findDuplicateKey(text);
  if (repeated !== undefined) {
    throw damagedFile(path, `${showValue(repeated)} occurs twice in its header`, 'each name once', 'a repeated name');
  }
  const { [metadataKey]: metadata = {}, ...tensors } = parsed;
  const sorted = Object.entries(tensors)
    .map(([name, entry]) => [name, parseEntry(name, entry, path)] as const)
    .sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkCoverage(sorted, dataBytes, path);
  return { entries: new Map(sorted), metadata: parseMetadata(metadata, path) };
}

function parseEntry(name: string, entry: unknown, path: string): SafetensorsEntry {
  const tensor = `tensor ${showValue(name)}`;
  if (!isRecord(entry)) {
    throw damagedFile(path, `${tensor} is not described by an object`, 'dtype, shape, data_offsets', showValue(entry));
  }
  const { dtype, shape, data_offsets: offsets, ...others } = entry;
  const [unknownKey] = Object.keys(others);
  if (unknownKey !== undefined) {
    throw damagedFile(path, `${tensor} has an unknown key`, 'dtype, shape, data_offsets', showValue(unknownKey));
  }
  if (!isReadableType(dtype)) {
    throw new UserError({
      what: `${path}: ${tensor} has a type that is not supported`,
      expected: Object.keys(elementBytes).join(', '),
      received: showValue(dtype),
      remedy: 'Convert the file to float32 first',
    });
  }
  if (!isCounts(shape)) {
    throw damagedFile(path, `${tensor} has a damaged shape`, 'a list of counts', showValue(shape));
  }
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw damagedFile(path, `${tensor} has damaged data_offsets`, '[begin, end]', showValue(offsets));
  }
  const [begin, end] = offsets;
  const needed = elementCount(shape) * elementBytes[dtype];
  if (needed !== end - begin) {
    throw damagedFile(
      path,
      `${tensor} has data of the wrong size`,
      `${needed} bytes for shape ${showValue(shape)} of ${dtype}`,
      `${end - begin} bytes`,
    );
  }
  return { dtype, shape, begin, end };
}

function checkCoverage(
  sorted: readonly (readonly [string, SafetensorsEntry])[],
  dataBytes: number,
  path: string,
): void {
  let covered = 0;
  for (const [name, { begin, end }] of sorted) {
    if (begin !== covered) {
      const problem = begin < covered ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw damagedFile(path, `tensor ${showValue(name)} ${problem}`, `data from byte ${covered}`, `from byte ${begin}`);
    }
    if (end > dataBytes) {
      throw damagedFile(
        path,
        `tensor ${showValue(name)} lies beyond the end of the file, which may be truncated`,
        `${end} bytes of data`,
        `${dataBytes} bytes`,
      );
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    throw damagedFile(path, 'there is data that no tensor claims', `${covered} bytes of data`, `${dataBytes} bytes`);
  }
}

function parseMetadata(metadata: unknown, path: string): Record<string, string> {
  if (!isRecord(metadata)) {
    throw damagedFile(path, `${metadataKey} is not an object`, 'an object of texts', showValue(metadata));
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      throw damagedFile(path, `${metadataKey} holds more than texts under ${showValue(key)}`, 'a text', showValue(value));
    }
  }
  return metadata as Record<string, string>;
}

/**
 * The bytes that come before the data: the header's length, then its JSON padded with spaces to a multiple of 8.
 *
 * @param tensors `[name, tensor]` in the order of their data
 * @throws Error for a tensor called `__metadata__`
 */
export function encodeHeader(
  tensors: readonly (readonly [string, StoredTensor])[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [[metadataKey, metadata]] : [];
  let begin = 0;
  for (const [name, { shape, dtype, data }] of tensors) {
    if (name === metadataKey) {
      throw new Error(`a tensor cannot be called "${metadataKey}": the format keeps its metadata there`);
    }
    const end = begin + data.byteLength;
    entries.push([name, { dtype: dtype === 'float32' ? 'F32' : 'I32', shape, data_offsets: [begin, end] }]);
    begin = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded).fill(' '.charCodeAt(0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isReadableType(value: unknown): value is ElementType {
  return typeof value === 'string' && Object.hasOwn(elementBytes, value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
