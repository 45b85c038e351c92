import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { scoreTask } from './score-task.js';
import { taskFile } from './task-file.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];
const task = taskFile.parse({ name: 'letters', kind: 'classification' });

describe('scoreTask', () => {
  let folder: string;
  const score = () => scoreTask({ model: folder, task, data: folder, engine: 'cpu' });

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'score-'));
    const config = electraConfig({
      vocabSize: vocabulary.length,
      embeddingSize: 4,
      hiddenSize: 4,
      numHiddenLayers: 1,
      numAttentionHeads: 1,
      intermediateSize: 4,
      maxPositionEmbeddings: 8,
    });
    // Labels that JavaScript would put into another order as keys, and a bias that always says '0', the second one.
    const model = ElectraForSequenceClassification.create(config, { labels: ['1', '0'], seed: 1 });
    model.parameters['classifier.out_proj.bias'].assign(tensor1d([0, 100]));
    await model.savePretrained(folder);
    await Tokenizer.fromVocabulary(vocabulary).save(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('compares with the labels in the order of the model\'s classes', async () => {
    await writeFile(join(folder, 'dev.tsv'), 'text\tlabel\na\t0\nb\t0\na b\t0\nb a\t1\n');
    const { metrics, ...rest } = await score();
    expect(rest).toEqual({ task: 'letters', split: 'dev', examples: 4 });
    // '0' is the positive class: three found, one false alarm.
    expect(metrics).toMatchObject({ accuracy: 0.75, f1: 6 / 7, matthews_correlation: 0 });
  });

  it('writes a submission, also without right answers', async () => {
    await writeFile(join(folder, 'test.tsv'), 'text\na\nb\n');
    const submission = join(folder, 'glue');
    const told = { model: folder, task, data: folder, engine: 'cpu', split: 'test', submission } as const;
    expect(await scoreTask(told)).toMatchObject({ examples: 2, metrics: {}, submission: join(submission, 'letters.tsv') });
    expect(await readFile(join(submission, 'letters.tsv'), 'utf8')).toBe('index\tprediction\n0\t0\n1\t0\n');
  });

  it('refuses a name that leads out of the folder, and a folder that cannot be, before it computes', async () => {
    await writeFile(join(folder, 'test.tsv'), 'text\na\n');
    const onStart = jest.fn();
    const told = { model: folder, data: folder, engine: 'cpu', split: 'test', onStart } as const;
    const escaping = { ...task, name: '../escaped' };
    await expect(scoreTask({ ...told, task: escaping, submission: join(folder, 'glue') })).rejects.toThrow(/received name: "\.\.\/escaped"/);
    await expect(scoreTask({ ...told, task, submission: join(folder, 'test.tsv') })).rejects.toThrow(/a part of the path is a file/);
    expect(onStart).not.toHaveBeenCalled();
    expect(await readdir(folder)).not.toContain('escaped.tsv');
  });

  it('writes nothing where its signal is aborted', async () => {
    await writeFile(join(folder, 'test.tsv'), `text\n${'a\n'.repeat(20_000)}`);
    const submission = join(folder, 'stopped');
    const controller = new AbortController();
    const told = { model: folder, task, data: folder, engine: 'cpu', split: 'test', submission, signal: controller.signal } as const;
    const scoring = scoreTask({ ...told, onStart: () => setImmediate(() => controller.abort(new Error('enough'))) });
    await expect(scoring).rejects.toThrow('enough');
    expect(await readdir(folder)).not.toContain('stopped');
  });

  it('refuses a label that the model does not have', async () => {
    await writeFile(join(folder, 'dev.tsv'), 'text\tlabel\na\tother\n');
    await expect(score()).rejects.toThrow(/expected 1, 0, received other/);
  });
});
