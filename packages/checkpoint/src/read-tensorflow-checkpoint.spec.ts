import { UserError } from '@electra-ts/config';
import fc from 'fast-check';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTensorFlowCheckpoint } from './read-tensorflow-checkpoint.js';

/** Written by TensorFlow: tools/fixtures/tensorflow_checkpoint.py. */
const fixture = join(__dirname, '../../nn/fixtures/tensorflow/model.ckpt-7');

describe('readTensorFlowCheckpoint', () => {
  let folder: string;
  let prefix: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tensorflow-'));
    prefix = join(folder, 'x');
    await copyFile(`${fixture}.data-00000-of-00001`, `${prefix}.data-00000-of-00001`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads variables by their names, those that are wanted', async () => {
    const all = await readTensorFlowCheckpoint(fixture);
    expect(all['global_step']).toEqual({ shape: [], dtype: 'int32', data: Int32Array.of(7) });
    expect(all['electra/embeddings/word_embeddings']).toMatchObject({ shape: [12, 6], dtype: 'float32' });
    const some = await readTensorFlowCheckpoint(fixture, (name) => name.startsWith('discriminator_predictions/dense_1/') && !name.endsWith('adam_m'));
    expect(Object.keys(some).sort()).toEqual(['discriminator_predictions/dense_1/bias', 'discriminator_predictions/dense_1/kernel']);
    expect(some['discriminator_predictions/dense_1/kernel'].data).toEqual(all['discriminator_predictions/dense_1/kernel'].data);
  });

  it('says what is wrong', async () => {
    await expect(readTensorFlowCheckpoint(join(folder, 'none'))).rejects.toThrow(/none\.index/);
    await writeFile(`${prefix}.index`, 'no table');
    await expect(readTensorFlowCheckpoint(prefix)).rejects.toThrow(/mark of a table/);
    const short = join(folder, 'short');
    await copyFile(`${fixture}.index`, `${short}.index`);
    await writeFile(`${short}.data-00000-of-00001`, 'few');
    await expect(readTensorFlowCheckpoint(short)).rejects.toThrow(/tensor ".*" inside .*3 bytes/);
  });

  it('meets any damage of the index with a result or a UserError', async () => {
    const intact = await readFile(`${fixture}.index`);
    let [refused, most] = [0, 0];
    // Most of an index is names, which may be any: its end, where sizes and places are, deserves its own share.
    const at = fc.oneof(fc.nat(intact.length - 1), fc.integer({ min: intact.length - 300, max: intact.length - 1 }));
    const change = fc.tuple(at, fc.nat(255), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = [...intact];
        for (const [place, byte, cut] of changes) bytes.splice(place, cut ? 3 : 1, byte);
        await writeFile(`${prefix}.index`, Uint8Array.from(bytes));
        const failure: unknown = await readTensorFlowCheckpoint(prefix, (name) => name.includes('dense_1')).then(() => undefined, (error: unknown) => error);
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        if (failure !== undefined) {
          expect(failure).toBeInstanceOf(UserError);
          refused++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(300);
    expect(most).toBeLessThan(2 ** 28);
  });
});
