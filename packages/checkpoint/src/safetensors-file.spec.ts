import { UserError } from '@electra-ts/config';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SafetensorsFile } from './safetensors-file.js';
import { writeSafetensors } from './write-safetensors.js';

/** A file of the given header and data, with a length that may lie. */
function bytesOf(header: string, data: Uint8Array, claimed = BigInt(Buffer.byteLength(header))): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed);
  return Buffer.concat([length, Buffer.from(header), data]);
}

describe('SafetensorsFile', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safetensors-file-'));
    path = join(folder, 'x.safetensors');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lists names, shapes and metadata, and reads single tensors', async () => {
    const data = Float32Array.of(1, 2, 3, 4);
    await writeSafetensors(path, { b: { shape: [2, 2], dtype: 'float32', data } }, { format: 'pt' });
    const file = await SafetensorsFile.open(path);
    try {
      expect(file.names).toEqual(['b']);
      expect(file.metadata).toEqual({ format: 'pt' });
      expect(file.shape('b')).toEqual([2, 2]);
      expect(await file.read('b')).toEqual({ shape: [2, 2], dtype: 'float32', data });
      expect(() => file.shape('c')).toThrow(`${path} has no tensor "c"`);
    } finally {
      await file.close();
    }
  });

  it('reads tensors that are longer than one piece and start at an odd byte', async () => {
    const count = 2 ** 21 + 5;
    const values = Float32Array.from({ length: count }, (_, i) => i % 256);
    const upperHalves = new Uint16Array(values.buffer).filter((_, i) => i % 2 === 1);
    const header = `{"w":{"dtype":"BF16","shape":[${count}],"data_offsets":[0,${2 * count}]}}`;
    const odd = header.length % 2 === 1 ? header : `${header} `;
    await writeFile(path, bytesOf(odd, new Uint8Array(upperHalves.buffer)));
    const file = await SafetensorsFile.open(path);
    const { data } = await file.read('w');
    await file.close();
    // bfloat16 keeps eight significant bits: whole numbers up to 256 survive.
    expect(data.length).toBe(count);
    expect([data[0], data[255], data[count - 1]]).toEqual([0, 255, (count - 1) % 256]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /too short/],
    ['a header longer than the file', bytesOf('{}', new Uint8Array(0), 3n), /longer than the file allows.*3 bytes/s],
    ['a header of 2^63 bytes', bytesOf('{}', new Uint8Array(0), 2n ** 63n), /longer than the file allows/],
    ['a header that is not UTF-8', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /not text/],
  ])('refuses %s', async (_, bytes, message) => {
    await writeFile(path, bytes);
    await expect(SafetensorsFile.open(path)).rejects.toThrow(UserError);
    await expect(SafetensorsFile.open(path)).rejects.toThrow(message);
  });

  it('names the tensor whose 64-bit integers do not fit', async () => {
    const header = '{"ids":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}}';
    await writeFile(path, bytesOf(header, new Uint8Array(BigInt64Array.of(1n, 2n ** 40n).buffer)));
    const file = await SafetensorsFile.open(path);
    await expect(file.read('ids')).rejects.toThrow(/"ids".*1099511627776 at element 1/s);
    await file.close();
  });

  it('notices a file that shrinks after it was opened', async () => {
    await writeSafetensors(path, { w: { shape: [4], dtype: 'float32', data: new Float32Array(4) } });
    const file = await SafetensorsFile.open(path);
    const { size } = await stat(path);
    await truncate(path, size - 1);
    await expect(file.read('w')).rejects.toThrow(/ended while being read/);
    await file.close();
  });

  it('says when there is no such file', async () => {
    await expect(SafetensorsFile.open(path)).rejects.toThrow(`cannot read ${path}: no such file or folder`);
    await expect(SafetensorsFile.open(folder)).rejects.toThrow(`cannot read ${folder}: it is a folder`);
  });
});
