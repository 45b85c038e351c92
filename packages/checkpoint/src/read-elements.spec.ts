import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenFile, readElements, readExactly } from './read-elements.js';

describe('readElements', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-elements-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function withFile<T>(bytes: ArrayBufferView, use: (file: OpenFile) => Promise<T>): Promise<T> {
    const path = join(folder, 'numbers.bin');
    await writeFile(path, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const handle = await open(path);
    try {
      return await use({ handle, path });
    } finally {
      await handle.close();
    }
  }

  const owner = 'tensor "a"';

  it('reads 32-bit numbers as they are, from the byte given on', async () => {
    const floats = Float32Array.of(9, 1.5, -2);
    const data = await withFile(floats, (file) => readElements(file, { dtype: 'F32', position: 4, count: 2, owner }));
    expect(data).toEqual(Float32Array.of(1.5, -2));
    const integers = await withFile(Int32Array.of(-7), (file) => readElements(file, { dtype: 'I32', position: 0, count: 1, owner }));
    expect(integers).toEqual(Int32Array.of(-7));
  });

  it('widens half and bfloat16', async () => {
    const half = await withFile(Uint16Array.of(0x3c00, 0xc000), (file) => readElements(file, { dtype: 'F16', position: 0, count: 2, owner }));
    expect(half).toEqual(Float32Array.of(1, -2));
    const brain = await withFile(Uint16Array.of(0x3f80, 0xc000), (file) => readElements(file, { dtype: 'BF16', position: 0, count: 2, owner }));
    expect(brain).toEqual(Float32Array.of(1, -2));
  });

  it('joins pieces where there are more elements than are read at a time', async () => {
    // 4 MiB are 2,097,152 half numbers: the last lies in the second piece.
    const count = 2 ** 21 + 1;
    const bits = new Uint16Array(count);
    bits[count - 1] = 0x3c00;
    const data = await withFile(bits, (file) => readElements(file, { dtype: 'F16', position: 0, count, owner }));
    expect(data.length).toBe(count);
    expect(data[count - 2]).toBe(0);
    expect(data[count - 1]).toBe(1);
  });

  it('narrows 64-bit integers and names the one that does not fit', async () => {
    const read = (numbers: BigInt64Array) =>
      withFile(numbers, (file) => readElements(file, { dtype: 'I64', position: 0, count: numbers.length, owner }));
    expect(await read(BigInt64Array.of(-1n, 2_147_483_647n))).toEqual(Int32Array.of(-1, 2_147_483_647));
    await expect(read(BigInt64Array.of(0n, 2_147_483_648n))).rejects.toThrow(/tensor "a" has a 64-bit integer[\s\S]*2147483648 at element 1/);
  });

  it('says where a file ended', async () => {
    await expect(
      withFile(Float32Array.of(1), (file) => readElements(file, { dtype: 'F32', position: 0, count: 2, owner })),
    ).rejects.toThrow(/numbers\.bin ended while being read[\s\S]*8 bytes from byte 0 on[\s\S]*4 bytes/);
    await expect(withFile(Float32Array.of(1), (file) => readExactly(file, new Uint8Array(1), 4))).rejects.toThrow(/received 0 bytes/i);
  });
});
