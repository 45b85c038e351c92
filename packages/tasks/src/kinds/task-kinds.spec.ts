import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { lastValueFrom } from 'rxjs';
import { finetune } from '../finetune.js';
import { readResults } from '../finetuning-results.js';
import { predict } from '../predict.js';
import { scoreTask } from '../score-task.js';
import { taskFile } from '../task-file.js';
import { kindOfModel } from './task-kinds.js';

// Whole trainings, each with a worker that loads ONNX Runtime: seconds on a busy machine.
jest.setTimeout(120_000);

const nouns = ['film', 'song', 'king', 'tree'];
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'very', 'good', 'bad', 'who', 'is', ...nouns, '0', '1', '2'];
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** What each kind is taught: rows that a tiny network learns in a few dozen steps, and what it must then reach. */
const lessons = {
  // The number of "very"s; it also is the length, so that nothing but counting is needed.
  regression: {
    files: (n: number) => ({ text: `a ${'very '.repeat(n % 5)}good film`, score: 2 * (n % 5) }),
    task: { range: [0, 8] },
    reaches: ['spearmanr', 0.8],
    asks: { text: 'a very very good film' },
    answers: { text: 'a very very good film', score: expect.any(Number) },
  },
  multilabel: {
    files: (n: number) => ({
      text: nouns.filter((_, bit) => n & (1 << bit)).join(' ') || 'a',
      labels: nouns.filter((_, bit) => n & (1 << bit)).slice(0, 3),
    }),
    task: {},
    reaches: ['f1_micro', 0.75],
    asks: { text: 'film' },
    answers: { text: 'film', labels: expect.any(Array), scores: expect.any(Object) },
  },
  tagging: {
    files: (n: number) => ({
      words: ['a', ...(n % 3 ? ['very'] : []), nouns[n % 4], n % 2 ? 'good' : 'bad'],
      tags: ['O', ...(n % 3 ? ['O'] : []), n % 4 < 2 ? 'B-ART' : 'B-OBJ', 'O'],
    }),
    task: {},
    reaches: ['FB1', 0.9],
    asks: { text: 'a very good film!' },
    answers: {
      text: 'a very good film!',
      entities: expect.any(Array),
      tokens: expect.arrayContaining([{ token: '!', start: 16, end: 17, label: expect.any(String) }]),
    },
  },
  'question-answering': {
    files: (n: number) => {
      const context = `a ${nouns[n % 4]} ${n % 5 ? 'is' : 'very'} ${nouns[(n + 1) % 4]}`;
      return { question: `who is ${n % 5 ? 'good' : 'bad'}`, context, answers: n % 5 ? [nouns[n % 4]] : [] };
    },
    task: {},
    reaches: ['f1', 90],
    asks: { question: 'who is good', context: 'a king is tree' },
    answers: {
      question: 'who is good',
      context: 'a king is tree',
      answer: expect.any(String),
      start: expect.any(Number),
      end: expect.any(Number),
      score: expect.any(Number),
      unanswerable: expect.any(Boolean),
    },
  },
  'multiple-choice': {
    files: (n: number) => ({
      text: 'a',
      choices: n % 2 ? ['good film', 'bad film'] : ['bad song', 'very bad', 'good song'],
      label: n % 2 ? 0 : 2,
    }),
    task: {},
    reaches: ['accuracy', 0.9],
    asks: { text: 'a', choices: ['bad', 'good', 'bad', 'bad'] },
    answers: { text: 'a', choices: expect.any(Array), choice: 1, scores: [0, 1, 2, 3].map(() => expect.any(Number)) },
  },
} as const;

describe('kinds', () => {
  let folder: string;
  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'kinds-'));
    const sizes = { embeddingSize: 8, hiddenSize: 16, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 16 };
    const still = { hiddenDropoutProb: 0, attentionProbsDropoutProb: 0, initializerRange: 0.3 };
    const config = electraConfig({ ...sizes, ...still, vocabSize: vocabulary.length, maxPositionEmbeddings: 16 });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
    model.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  type Kind = keyof typeof lessons;
  it.each<[Kind, string]>([
    ...(Object.keys(lessons) as Kind[]).map((kind): [Kind, string] => [kind, 'transformers']),
    ['regression', 'pooled'],
  ])("%s: from a file through training to answers, with %s' head", async (kind, head) => {
    const { files, task: told, reaches, asks, answers } = lessons[kind];
    const data = join(folder, `${kind}-${head}`);
    await mkdir(data);
    const lines = (count: number) => numbers(count).map((n) => JSON.stringify(files(n))).join('\n');
    await writeFile(join(data, 'train.jsonl'), lines(80));
    await writeFile(join(data, 'dev.jsonl'), lines(20));
    const task = taskFile.parse({ name: kind, kind, ...told });
    const model = join(data, 'out');
    const training = { epochs: 16, batchSize: 16, learningRate: 1e-2, layerDecay: 1, ...(head === 'pooled' && { head }) };
    const configuration = { training, engine: { name: 'onnxruntime', threads: 1 } };
    await lastValueFrom(finetune({ task, model: join(folder, 'model'), data, out: model, configuration }));

    expect(await kindOfModel(model)).toBe(kind);
    const { metrics, examples } = await scoreTask({ model, task, data, engine: 'onnxruntime', threads: 1 });
    expect(examples).toBe(20);
    const [metric, value] = reaches;
    expect(metrics[metric]).toBeGreaterThan(value);
    // What evaluation found while training is what the saved model does.
    expect(metrics[metric]).toBeCloseTo((await readResults(model))?.best?.metrics[metric] ?? NaN, 4);
    const found = [];
    for await (const answer of predict({ model, examples: [asks], engine: 'onnxruntime', threads: 1 })) found.push(answer);
    expect(found).toEqual([answers]);
  });

  it('says how to get a head where a model has none', async () => {
    const run = await mkdtemp(join(tmpdir(), 'run-'));
    await writeFile(join(run, 'run.json'), '{}');
    await expect(kindOfModel(run)).rejects.toThrow(/is a pre-training run.*electra-trainer finetune/);
    await rm(run, { recursive: true });
    for (const role of ['discriminator', 'generator']) {
      const checkpoint = await mkdtemp(join(tmpdir(), 'checkpoint-'));
      await mkdir(join(checkpoint, role));
      await writeFile(join(checkpoint, role, 'config.json'), '{"architectures": ["ElectraForPreTraining"]}');
      await expect(kindOfModel(checkpoint)).rejects.toThrow(`${checkpoint} is a checkpoint of pre-training: expected a fine-tuned model, which has a head for a task. Fine-tune it first: electra-trainer finetune --task … --model ${checkpoint} `);
      await rm(checkpoint, { recursive: true });
    }
    await expect(kindOfModel(join(folder, 'model'))).rejects.toThrow(/without a head.*received ElectraForPreTraining.*electra-trainer finetune/);
  });
});
