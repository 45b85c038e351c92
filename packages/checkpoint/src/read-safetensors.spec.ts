import { UserError } from '@electra-ts/config';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from './read-safetensors.js';
import type { StoredTensor } from './stored-tensor.js';
import { writeSafetensors } from './write-safetensors.js';

/** Written by the reference implementation: tools/fixtures/safetensors_files.py. */
const pythonFile = join(__dirname, '../fixtures/python.safetensors');

/** No damage to a file of a few hundred bytes may make its reader ask for so much memory; what garbage there is included. */
const MOST_BYTES = 2 ** 28;

describe('readSafetensors', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-safetensors-'));
    path = join(folder, 'x.safetensors');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads every supported type of a file written in Python', async () => {
    expect(await readSafetensors(pythonFile)).toEqual({
      float32: { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1.5, -0.25, 3.0e38, 0) },
      float16: { shape: [3], dtype: 'float32', data: Float32Array.of(1, -2, 65504) },
      bfloat16: { shape: [3], dtype: 'float32', data: Float32Array.of(1, -2, 0.15625) },
      int32: { shape: [2], dtype: 'int32', data: Int32Array.of(2147483647, -7) },
      int64: { shape: [1, 3], dtype: 'int32', data: Int32Array.of(0, 511, -1) },
      scalar: { shape: [], dtype: 'float32', data: Float32Array.of(0.5) },
      empty: { shape: [0, 4], dtype: 'float32', data: new Float32Array(0) },
    });
  });

  it('returns what was written, bit for bit', async () => {
    const shape = fc.array(fc.nat(3), { maxLength: 3 });
    const tensor = fc.tuple(shape, fc.boolean()).chain(([sizes, isFloat]): fc.Arbitrary<StoredTensor> => {
      const length = sizes.reduce((count, size) => count * size, 1);
      const exactly = { minLength: length, maxLength: length };
      return isFloat
        ? fc.float32Array(exactly).map((data) => ({ shape: sizes, dtype: 'float32', data }))
        : fc.int32Array(exactly).map((data) => ({ shape: sizes, dtype: 'int32', data }));
    });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), tensor), async (tensors) => {
        await writeSafetensors(path, tensors);
        const read = await readSafetensors(path);
        expect(Object.keys(read).sort()).toEqual(Object.keys(tensors).sort());
        for (const [name, { shape: sizes, dtype, data }] of Object.entries(tensors)) {
          expect(read[name].shape).toEqual(sizes);
          expect(read[name].dtype).toBe(dtype);
          expect(Buffer.from(read[name].data.buffer)).toEqual(
            Buffer.from(data.buffer, data.byteOffset, data.byteLength),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('meets any damage with a result or a UserError, never with another failure', async () => {
    const intact = await readFile(pythonFile);
    const change = fc.record({
      kind: fc.constantFrom('set', 'insert', 'remove', 'truncate'),
      // Most of the file is header; the first eight bytes, its length, deserve their own share.
      at: fc.oneof(fc.nat(7), fc.nat(intact.length - 1)),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"{}[]:,0123456789-e\\ '))),
    });
    let refused = 0;
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = [...intact];
        for (const { kind, at, byte } of changes) {
          if (kind === 'truncate') {
            bytes.length = Math.min(bytes.length, at);
          } else {
            bytes.splice(at, kind === 'insert' ? 0 : 1, ...(kind === 'remove' ? [] : [byte]));
          }
        }
        await writeFile(path, Uint8Array.from(bytes));
        const failure: unknown = await readSafetensors(path).then(() => undefined, (error: unknown) => error);
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        if (failure !== undefined) {
          expect(failure).toBeInstanceOf(UserError);
          expect((failure as UserError).message).toContain(path);
          refused++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(500);
    expect(most).toBeLessThan(MOST_BYTES);
  });
});
