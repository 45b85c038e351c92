import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { recordDifferences } from '@electra-ts/training';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { closeFinetuning, openFinetuning } from './finetuning-parts.js';
import type { FinetuneOptions } from './finetune-options.js';
import { taskFile } from './task-file.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];

describe('openFinetuning', () => {
  let folder: string;
  const options = (more: Partial<FinetuneOptions> = {}): FinetuneOptions => ({
    task: taskFile.parse({ name: 'letters', kind: 'classification' }),
    model: folder,
    data: folder,
    out: join(folder, 'out'),
    configuration: { training: { reinitializeLayers: 1 }, engine: { name: 'cpu' } },
    ...more,
  });
  const recordOf = async (told: FinetuneOptions) => {
    const parts = await openFinetuning(told);
    await closeFinetuning(parts);
    return parts.record;
  };
  const changes = async (told: FinetuneOptions, before: unknown) => recordDifferences(before, await recordOf(told)).map(({ key }) => key);
  const saveModel = async (seed: number) => {
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const model = ElectraForPreTraining.create(electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 }), { seed });
    await model.savePretrained(folder);
    model.dispose();
  };

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'finetuning-parts-'));
    for (const split of ['train', 'dev']) await writeFile(join(folder, `${split}.tsv`), 'text\tlabel\na\tyes\nb\tno\n');
    await Tokenizer.fromVocabulary(vocabulary).save(folder);
    await saveModel(1);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('records the task, the examples and the encoder, whatever the seed of what is new', async () => {
    const record = await recordOf(options());
    expect(record).toMatchObject({ kind: 'fine-tuning', labels: ['no', 'yes'], seed: 0, training: { reinitializeLayers: 1 }, task: { name: 'letters' } });
    expect(await changes(options(), record)).toEqual([]);
    expect(await changes(options({ configuration: { seed: 2, training: { reinitializeLayers: 1 }, engine: { name: 'cpu' } } }), record)).toEqual(['seed']);
    await writeFile(join(folder, 'dev.tsv'), 'text\tlabel\na\tyes\nb\tyes\n');
    expect(await changes(options(), record)).toEqual(['data.dev']);
    await writeFile(join(folder, 'dev.tsv'), 'text\tlabel\na\tyes\nb\tno\n');
    await saveModel(2);
    expect(await changes(options(), record)).toEqual(['model.encoder']);
    expect((await recordOf(options({ initialize: 'random' }))).model).not.toHaveProperty('encoder');
  });

  it('settles the metric by the examples, and refuses one that has no value for them', async () => {
    const data = join(folder, 'three');
    await mkdir(data);
    for (const split of ['train', 'dev']) await writeFile(join(data, `${split}.tsv`), 'text\tlabel\na\tyes\nb\tno\nb\tmaybe\n');
    const judgedBy = (metric: string) => recordOf(options({ task: taskFile.parse({ name: 'three', kind: 'classification', metric }), data }));
    await expect(judgedBy('f1')).rejects.toThrow(/'three' cannot be judged by f1.*accuracy or matthews_correlation.*3 labels/);
    expect(await judgedBy('matthews_correlation')).toMatchObject({ task: { metric: 'matthews_correlation' } });
    for (const split of ['train', 'dev']) await writeFile(join(data, `${split}.conll`), 'a NN\nb VB\n');
    const parts = await openFinetuning(options({ task: taskFile.parse({ name: 'speech', kind: 'tagging' }), data }));
    await closeFinetuning(parts);
    expect(parts.record).toMatchObject({ task: { metric: 'accuracy' } });
    expect(parts.warnings).toEqual([expect.stringMatching(/by accuracy, not FB1/)]);
  });

  it('warns of labels that may be slips, unless the task names all', async () => {
    const data = join(folder, 'slips');
    await mkdir(data);
    for (const split of ['train', 'dev']) await writeFile(join(data, `${split}.tsv`), 'text\tlabel\na\tyes\nb\tno\nb\tNo\n');
    const warningsOf = async (labels?: string[]) => {
      const parts = await openFinetuning(options({ task: taskFile.parse({ name: 'slips', kind: 'classification', ...(labels && { labels }) }), data }));
      await closeFinetuning(parts);
      return parts.warnings;
    };
    expect(await warningsOf()).toEqual([expect.stringMatching(/^The labels No \(1\) and no \(1\) differ only in case/)]);
    expect(await warningsOf(['No', 'no', 'yes'])).toEqual([]);
  });

  it('warns of tags that the model cannot learn or answer', async () => {
    const data = join(folder, 'tags');
    await mkdir(data);
    await writeFile(join(data, 'train.conll'), 'a O\nb B-X\n');
    await writeFile(join(data, 'dev.conll'), 'a B-Y\nb B-X\n');
    const warningsOf = async (labels?: string[]) => {
      const parts = await openFinetuning(options({ task: taskFile.parse({ name: 'tags', kind: 'tagging', ...(labels && { labels }) }), data }));
      await closeFinetuning(parts);
      return parts.warnings;
    };
    expect(await warningsOf()).toEqual([expect.stringMatching(/^The dev data .*: B-Y \(1\)\./)]);
    expect(await warningsOf(['O', 'B-Y'])).toEqual([expect.stringMatching(/^The train data .*: B-X \(1\)\./), expect.stringMatching(/^The dev data .*: B-X \(1\)\./)]);
  });
});
