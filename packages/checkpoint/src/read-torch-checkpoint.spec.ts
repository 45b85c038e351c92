import { UserError } from '@electra-ts/config';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTorchCheckpoint } from './read-torch-checkpoint.js';

/** Written by torch: tools/fixtures/torch_checkpoints.py. */
describe.each(['zip', 'legacy'])('readTorchCheckpoint, %s format', (format) => {
  const fixture = join(__dirname, `../fixtures/torch-${format}.bin`);

  it('reads every supported type, views and parameters', async () => {
    expect(await readTorchCheckpoint(fixture)).toEqual({
      float32: { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1.5, -0.25, 3.0e38, 0) },
      float16: { shape: [2], dtype: 'float32', data: Float32Array.of(1, -2) },
      bfloat16: { shape: [2], dtype: 'float32', data: Float32Array.of(1, 0.15625) },
      int64: { shape: [1, 3], dtype: 'int32', data: Int32Array.of(0, 511, -1) },
      part: { shape: [4], dtype: 'float32', data: Float32Array.of(2, 3, 4, 5) },
      transposed: { shape: [3, 2], dtype: 'float32', data: Float32Array.of(0, 3, 1, 4, 2, 5) },
      parameter: { shape: [], dtype: 'float32', data: Float32Array.of(0.5) },
    });
  });

  it('meets any damage with a result or a UserError', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'read-torch-'));
    const path = join(folder, 'x.bin');
    const intact = await readFile(fixture);
    let refused = 0;
    let most = 0;
    const change = fc.tuple(fc.nat(intact.length - 1), fc.nat(255), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = [...intact];
        for (const [at, byte, cut] of changes) bytes.splice(at, cut ? 3 : 1, byte);
        await writeFile(path, Uint8Array.from(bytes));
        const failure: unknown = await readTorchCheckpoint(path).then(() => undefined, (error: unknown) => error);
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        if (failure !== undefined) {
          expect(failure).toBeInstanceOf(UserError);
          refused++;
        }
      }),
      { numRuns: 1000 },
    );
    await rm(folder, { recursive: true });
    expect(refused).toBeGreaterThan(300);
    // A few kilobytes of file may not make the reader ask for more, garbage included.
    expect(most).toBeLessThan(2 ** 28);
  });
});
