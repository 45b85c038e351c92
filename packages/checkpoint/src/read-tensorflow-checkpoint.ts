import { UserError } from '@electra-ts/config';
import { open, readFile, stat } from 'node:fs/promises';
import { describeFileError } from './describe-file-error.js';
import { elementBytes, type ElementType, readElements } from './read-elements.js';
import { ByteReader, damaged, readSortedTable } from './sorted-table.js';
import { elementCount, type StoredTensor } from './stored-tensor.js';

/** Most bytes of an index that are read: one of 1,000 tensors has about 50 kB. */
const INDEX_LIMIT = 2 ** 26;

/** Numbers of TensorFlow's types (core/framework/types.proto) that can be read. */
const types: Readonly<Record<number, ElementType>> = { 1: 'F32', 3: 'I32', 9: 'I64', 14: 'BF16', 19: 'F16' };

/** Where a tensor's elements lie (`BundleEntryProto`, core/protobuf/tensor_bundle.proto). */
interface Entry {
  readonly type: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Reads the tensors of a checkpoint that TensorFlow's Saver wrote, version 2: `PREFIX.index` and `PREFIX.data-…`, under
 * the names that the variables had. Checksums are not looked at.
 *
 * @param prefix path without `.index`, such as `electra_small/electra_small` of the reference's downloads
 * @param wanted whether a variable is to be read; by default all are, of which two thirds are the optimizer's
 * @throws UserError naming the tensor or what else is wrong with the files
 */
export async function readTensorFlowCheckpoint(
  prefix: string,
  wanted: (name: string) => boolean = () => true,
): Promise<Record<string, StoredTensor>> {
  const path = `${prefix}.index`;
  try {
    const { size } = await stat(path);
    if (size > INDEX_LIMIT) throw damaged(path, `at most ${INDEX_LIMIT} bytes`, String(size));
    const table = readSortedTable(await readFile(path), path);
    // The entry without a name tells in how many files the values are.
    const header = table.get('');
    const shards = header === undefined ? 0 : (fieldsOf(header, path).find(({ number }) => number === 1)?.value ?? 1);
    const tensors: [string, StoredTensor][] = [];
    for (const [name, value] of table) {
      if (name !== '' && wanted(name)) tensors.push([name, await readEntry(prefix, shards, name, entryOf(value, path))]);
    }
    return Object.fromEntries(tensors);
  } catch (error) {
    throw describeFileError(error, 'read', path);
  }
}

async function readEntry(prefix: string, shards: number, name: string, entry: Entry): Promise<StoredTensor> {
  const owner = `tensor "${name.slice(0, 80)}"`;
  const number = (value: number) => String(value).padStart(5, '0');
  const path = `${prefix}.data-${number(entry.shard)}-of-${number(shards)}`;
  const dtype = types[entry.type];
  const count = elementCount(entry.shape);
  if (dtype === undefined || count * elementBytes[dtype] !== entry.bytes) {
    throw new UserError({
      what: `${prefix}.index: ${owner} cannot be read`,
      expected: `${Object.values(types).join(', ')} and as many bytes as its shape has elements`,
      received: `type ${entry.type}, shape [${entry.shape.join(', ').slice(0, 80)}], ${entry.bytes} bytes`,
    });
  }
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (entry.offset + entry.bytes > size) throw damaged(`${prefix}.index`, `${owner} inside ${path}, ${size} bytes`, `its end at byte ${entry.offset + entry.bytes}`);
    const data = await readElements({ handle, path }, { dtype, position: entry.offset, count, owner });
    return { shape: [...entry.shape], dtype: data instanceof Float32Array ? 'float32' : 'int32', data };
  } finally {
    await handle.close();
  }
}

/** A field of a protobuf message: a number, or bytes. */
interface Field {
  readonly number: number;
  readonly value: number;
  readonly bytes: Buffer;
}

function entryOf(message: Buffer, path: string): Entry {
  const fields = fieldsOf(message, path);
  const value = (number: number) => fields.find((field) => field.number === number)?.value ?? 0;
  const shape = fields.find(({ number }) => number === 2)?.bytes ?? Buffer.alloc(0);
  const dimensions = fieldsOf(shape, path).filter(({ number }) => number === 2);
  const sizes = dimensions.map(({ bytes }) => fieldsOf(bytes, path).find(({ number }) => number === 1)?.value ?? 0);
  return { type: value(1), shape: sizes, shard: value(3), offset: value(4), bytes: value(5) };
}

/** The fields of a message, by protobuf's encoding (wire types 0, 1, 2 and 5). */
function fieldsOf(message: Buffer, path: string): Field[] {
  const reader = new ByteReader(message, 0, message.length, path);
  const fields: Field[] = [];
  const none = Buffer.alloc(0);
  while (reader.more) {
    const tag = reader.varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) fields.push({ number, value: reader.varint(), bytes: none });
    else if (wire === 2) fields.push({ number, value: 0, bytes: reader.take(reader.varint()) });
    else if (wire === 1 || wire === 5) reader.take(wire === 1 ? 8 : 4);
    else throw damaged(path, 'fields of a protobuf message', `wire type ${wire}`);
  }
  return fields;
}
