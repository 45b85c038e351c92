import { UserError } from '@electra-ts/config';
import { open } from 'node:fs/promises';
import { describeFileError } from './describe-file-error.js';
import { elementBytes, type ElementType, type OpenFile, readElements, readExactly } from './read-elements.js';
import { elementCount, type StoredTensor } from './stored-tensor.js';
import { type PickleHost, unpickle } from './unpickle.js';
import { readZipDirectory, zipDataStart } from './zip-directory.js';

/** Most bytes of pickle that are read: a model of 10,000 tensors needs about 2 MB. */
const pickleLimit = 2 ** 24;

/** Storage classes of torch and the element types that can be read. */
const storages: Readonly<Record<string, ElementType>> = {
  'torch FloatStorage': 'F32',
  'torch HalfStorage': 'F16',
  'torch BFloat16Storage': 'BF16',
  'torch IntStorage': 'I32',
  'torch LongStorage': 'I64',
};

class Storage {
  constructor(readonly dtype: ElementType, readonly key: string, readonly count: number) {}
}

class View {
  constructor(readonly storage: unknown, readonly offset: unknown, readonly shape: unknown, readonly stride: unknown) {}
}

/**
 * Reads the tensors of a `pytorch_model.bin`: a dictionary that torch.save wrote, in its zip format (since torch 1.6) or
 * the older one (torch/serialization.py, `_save` and `_legacy_save`). Nothing in the file is run. FloatStorage and
 * IntStorage are read as they are, half and bfloat16 widened to float32, 64-bit integers narrowed to int32.
 *
 * @throws UserError naming the tensor or what else is wrong with the file
 */
export async function readTorchCheckpoint(path: string): Promise<Record<string, StoredTensor>> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const file = { handle, path };
      const start = new Uint8Array(Math.min(size, 2));
      await readExactly(file, start, 0);
      const zip = start[0] === 0x50 && start[1] === 0x4b;
      const { value, positions } = await (zip ? openZip(file, size) : openLegacy(file, size));
      return await readTensors(file, value, positions);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw describeFileError(error, 'read', path);
  }
}

/** What was pickled, and where each storage's elements lie: first byte and number of bytes. */
interface Opened {
  readonly value: unknown;
  readonly positions: ReadonlyMap<string, { position: number; bytes: number }>;
}

async function openZip(file: OpenFile, size: number): Promise<Opened> {
  const entries = await readZipDirectory(file, size);
  const positions = new Map<string, { position: number; bytes: number }>();
  const content = async (name: string): Promise<Uint8Array | undefined> => {
    const entry = [...entries].find(([path]) => path.endsWith(`/${name}`))?.[1];
    if (entry === undefined || entry.bytes > pickleLimit) return undefined;
    const bytes = new Uint8Array(entry.bytes);
    await readExactly(file, bytes, await zipDataStart(file, entry));
    return bytes;
  };
  const pickle = await content('data.pkl');
  if (pickle === undefined) throw damaged(file.path, 'a data.pkl of at most 16 MiB', 'none');
  const order = await content('byteorder');
  if (order !== undefined && Buffer.from(order).toString() !== 'little') {
    throw damaged(file.path, 'little-endian numbers', 'another byte order');
  }
  for (const [name, entry] of entries) {
    const key = /\/data\/([^/]+)$/.exec(name)?.[1];
    if (key !== undefined) positions.set(key, { position: await zipDataStart(file, entry), bytes: entry.bytes });
  }
  return { value: unpickle(pickle, 0, host(file.path), file.path).value, positions };
}

async function openLegacy(file: OpenFile, size: number): Promise<Opened> {
  const { path } = file;
  const bytes = new Uint8Array(Math.min(size, pickleLimit));
  await readExactly(file, bytes, 0);
  const used = new Map<string, Storage>();
  const magic = unpickle(bytes, 0, host(path), path);
  if (magic.value !== 0x1950a86a20f9469cfc6cn) throw damaged(path, "torch.save's magic number", 'another value');
  const version = unpickle(bytes, magic.end, host(path), path);
  const system = unpickle(bytes, version.end, host(path), path);
  if (!(system.value instanceof Map) || system.value.get('little_endian') !== true) {
    throw damaged(path, 'little-endian numbers', 'another byte order');
  }
  const model = unpickle(bytes, system.end, host(path, used), path);
  const keys = unpickle(bytes, model.end, host(path), path);
  if (!Array.isArray(keys.value)) throw damaged(path, 'a list of storages', typeof keys.value);
  const positions = new Map<string, { position: number; bytes: number }>();
  let at = keys.end;
  for (const key of keys.value as unknown[]) {
    const storage = typeof key === 'string' ? used.get(key) : undefined;
    if (storage === undefined) throw damaged(path, 'storages that tensors use', String(key).slice(0, 80));
    const length = storage.count * elementBytes[storage.dtype];
    if (at + 8 + length > size) throw damaged(path, `storage ${storage.key} inside the file`, 'its end before');
    positions.set(storage.key, { position: at + 8, bytes: length });
    at += 8 + length;
  }
  return { value: model.value, positions };
}

/** What a file of tensors may ask for: dictionaries, storages and the functions that make tensors of them. */
function host(path: string, used = new Map<string, Storage>()): PickleHost {
  const allowed: Readonly<Record<string, unknown>> = {
    'collections OrderedDict': () => new Map(),
    'torch._utils _rebuild_tensor_v2': (...[storage, offset, shape, stride]: unknown[]) => new View(storage, offset, shape, stride),
    'torch._utils _rebuild_parameter': (view: unknown) => view,
    ...storages,
  };
  return {
    global: (name) => (Object.hasOwn(allowed, name) ? allowed[name] : undefined),
    persistent: (id) => {
      const [kind, dtype, key, , count] = Array.isArray(id) ? (id as unknown[]) : [];
      const type = Object.values(storages).find((known) => known === dtype);
      if (kind !== 'storage' || type === undefined || typeof key !== 'string' || !isCount(count)) {
        throw damaged(path, 'a description of a storage', 'something else');
      }
      const storage = used.get(key) ?? new Storage(type, key, count);
      used.set(key, storage);
      return storage;
    },
  };
}

async function readTensors(file: OpenFile, value: unknown, positions: Opened['positions']): Promise<Record<string, StoredTensor>> {
  const { path } = file;
  if (!(value instanceof Map)) throw damaged(path, 'a dictionary of tensors', 'something else');
  const tensors: [string, StoredTensor][] = [];
  const read = new Map<string, StoredTensor['data']>();
  const spent = new Map<string, number>();
  for (const [name, view] of value as Map<unknown, unknown>) {
    const owner = `tensor "${String(name).slice(0, 80)}"`;
    if (typeof name !== 'string' || !(view instanceof View) || !(view.storage instanceof Storage)) {
      throw damaged(path, `${owner} to be a tensor under a name`, 'something else');
    }
    const { storage, offset, shape, stride } = view;
    const place = positions.get(storage.key);
    if (place?.bytes !== storage.count * elementBytes[storage.dtype]) {
      throw damaged(path, `${owner} to have ${storage.count} elements stored`, `${place?.bytes ?? 'no'} bytes`);
    }
    if (!isCount(offset) || !isCounts(shape) || !isCounts(stride) || shape.length !== stride.length) {
      throw damaged(path, `${owner} to have offset, shape and stride of counts`, 'something else');
    }
    const count = elementCount(shape);
    const last = offset + shape.reduce((sum, length, axis) => sum + (length - 1) * stride[axis], 0);
    // Views of one storage may overlap (tied weights); many of them must not multiply a small file into a full memory.
    const total = (spent.get(storage.key) ?? 0) + count;
    if (count !== 0 && !(last < storage.count && total <= 8 * storage.count)) {
      throw damaged(path, `${owner} to lie inside its ${storage.count} elements`, `shape [${shape.join(', ').slice(0, 80)}]`);
    }
    spent.set(storage.key, total);
    const whole =
      read.get(storage.key) ?? (await readElements(file, { ...storage, position: place.position, owner }));
    read.set(storage.key, whole);
    const data = gather(whole, offset, shape, stride, count);
    tensors.push([name, { shape, dtype: data instanceof Float32Array ? 'float32' : 'int32', data }]);
  }
  return Object.fromEntries(tensors);
}

/** The elements of a strided view in row-major order. */
function gather(whole: StoredTensor['data'], offset: number, shape: number[], stride: number[], count: number): StoredTensor['data'] {
  const out = whole instanceof Float32Array ? new Float32Array(count) : new Int32Array(count);
  for (let i = 0; i < count; i++) {
    let from = offset;
    for (let axis = shape.length - 1, rest = i; axis >= 0; axis--) {
      from += (rest % shape[axis]) * stride[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    out[i] = whole[from];
  }
  return out;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.length <= 64 && value.every(isCount);

const damaged = (path: string, expected: string, received: string): UserError =>
  new UserError({ what: `${path} is not a usable torch checkpoint`, expected, received, remedy: 'Save or download the file again' });
