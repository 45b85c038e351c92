import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { electraConfig } from '@electra-ts/nn';
import { resolveTask } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { UserFolder } from '../user-folder.fixture.js';
import { finetuneOnce, finetuneSeeds, type FinetuneJob } from './finetune-seeds.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];

describe('finetuneSeeds', () => {
  const folder = new UserFolder();
  const job = async (more: Partial<FinetuneJob> = {}): Promise<FinetuneJob> => ({
    task: await resolveTask('sst2'),
    model: folder.at('model'),
    data: folder.at('data'),
    out: folder.at('out'),
    shown: 'out',
    title: 'finetune',
    configuration: { seed: 5, training: { epochs: 1 }, engine: { name: 'cpu' } } as FinetuneJob['configuration'],
    quiet: true,
    signal: new AbortController().signal,
    ...more,
  });
  beforeAll(async () => {
    const { runtime } = await createRuntime({ engine: 'cpu' });
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 });
    await ElectraForPreTraining.create(config, { seed: 1 }).savePretrained(folder.at('model'));
    await Tokenizer.fromVocabulary(vocabulary).save(folder.at('model'));
    await runtime.dispose();
    mkdirSync(folder.at('data'));
    for (const split of ['train', 'dev']) writeFileSync(folder.at('data', `${split}.tsv`), 'sentence\tlabel\na\t1\nb\t0\n');
  });
  afterAll(() => folder.remove());

  it('resumes what is begun, leaves what is finished, begins what is new, and tells all of them', async () => {
    const first = await finetuneSeeds(await job(), 1);
    const written = readFileSync(folder.at('out', 'seed-5', 'results.json'), 'utf8');
    const both = await finetuneSeeds(await job({ resume: true }), 2);
    expect(readFileSync(folder.at('out', 'seed-5', 'results.json'), 'utf8')).toBe(written);
    expect(both.seeds.map(({ seed }) => seed)).toEqual([5, 6]);
    expect(both.seeds[0]).toEqual(first.seeds[0]);
    expect(both.median).toBe((both.values[0] + both.values[1]) / 2);
    expect(JSON.parse(readFileSync(folder.at('out', 'seeds.json'), 'utf8'))).toEqual(both);
  });

  it('tells the metric that tags without spans are judged by, and finds it again', async () => {
    mkdirSync(folder.at('tags'));
    for (const split of ['train', 'dev']) writeFileSync(folder.at('tags', `${split}.conll`), 'a NN\nb VB\n');
    writeFileSync(folder.at('tags', 'task.yaml'), 'name: speech\nkind: tagging\n');
    const told = { task: await resolveTask(folder.at('tags', 'task.yaml')), data: folder.at('tags'), out: folder.at('tagger') };
    const { metric, median } = await finetuneSeeds(await job(told), 1);
    expect([metric, median >= 0 && median <= 1]).toEqual(['accuracy', true]);
    expect(await finetuneSeeds(await job({ ...told, resume: true }), 1)).toMatchObject({ metric, median });
  });

  it('throws what stopped it', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(finetuneSeeds(await job({ out: folder.at('stopped'), signal }), 2)).rejects.toThrow('enough');
    await expect(finetuneOnce(await job({ out: folder.at('stopped'), signal }))).rejects.toThrow('enough');
  });
});
