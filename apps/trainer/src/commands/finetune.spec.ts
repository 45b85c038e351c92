import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { electraConfig } from '@electra-ts/nn';
import { readResults } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { UserFolder } from '../user-folder.fixture.js';
import { finetuneModel } from './finetune.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];

describe('finetune', () => {
  it('trains with several seeds, each in a folder of its own, and tells the median', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'finetune-seeds-'));
    const { runtime } = await createRuntime({ engine: 'onnxruntime', threads: 1 });
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 });
    await ElectraForPreTraining.create(config, { seed: 1 }).savePretrained(join(folder, 'model'));
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
    await runtime.dispose();
    await mkdir(join(folder, 'data'));
    const rows = ['sentence\tlabel', 'a\t1', 'b\t0', 'a a\t1', 'b b\t0', ''].join('\n');
    for (const split of ['train', 'dev']) await writeFile(join(folder, 'data', `${split}.tsv`), rows);

    const [model, data, out] = ['model', 'data', 'out'].map((name) => join(folder, name));
    const flags = { seed: 5, seeds: 2, engine: 'onnxruntime', threads: 1, force: false, quiet: true, json: false };
    await finetuneModel({ task: 'sst2', model, data, out, ...flags, set: ['training.epochs=1'] });

    const { metric, median, values, seeds } = JSON.parse(await readFile(join(out, 'seeds.json'), 'utf8'));
    expect(metric).toBe('accuracy');
    expect(median).toBe((values[0] + values[1]) / 2);
    expect(seeds.map(({ seed }: { seed: number }) => seed)).toEqual([5, 6]);
    for (const [i, seed] of [5, 6].entries()) {
      const results = await readResults(join(out, `seed-${seed}`));
      expect(results).toMatchObject({ seed, best: { metrics: { accuracy: values[i] } } });
      // Four texts of 3 or 4 tokens in a batch of 32 rows of 8.
      expect(results?.paddingShare).toBeCloseTo(1 - 14 / 256, 10);
    }
    await rm(folder, { recursive: true });
  });

  it('refuses, as a command, a folder that holds shards and the like, forced or not', async () => {
    const folder = new UserFolder();
    await mkdir(folder.at('x'));
    await writeFile(folder.at('x', 'manifest.json'), '{}');
    const args = ['finetune', '--task', 'sst2', '--model', 'model', '--data', 'data', '--out', 'x'];
    for (const more of [[], ['--force'], ['--seeds', '2', '--force']]) {
      const { status, out, err } = await folder.run(...args, ...more);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(/x (is not empty|holds something else)[^\n]*manifest\.json[^\n]*another --out[^\n]*\n$/);
    }
    expect(await readdir(folder.at('x'))).toEqual(['manifest.json']);
    folder.remove();
  });
});
