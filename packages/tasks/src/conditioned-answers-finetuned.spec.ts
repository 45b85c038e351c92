import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { firstValueFrom, toArray } from 'rxjs';
import { finetune } from './finetune.js';
import { readResults } from './finetuning-results.js';
import type { QuestionAnswer } from './kinds/question-answering.js';
import { kindOfModel } from './kinds/task-kinds.js';
import { predict } from './predict.js';
import { scoreTask } from './score-task.js';
import { taskFile } from './task-file.js';

jest.setTimeout(180_000);

const names = ['louis', 'anna', 'peter', 'maria'];
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'who', 'is', 'king', 'the', 'it', 'rains', ...names];
const task = taskFile.parse({ name: 'kings', kind: 'question-answering' });
const engine = { name: 'onnxruntime', threads: 1 } as const;

/** Who is king: whoever is said to be, and nobody where it only rains. */
const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => {
    const name = names[(i + from) % names.length];
    const other = names[(i + from + 1 + (i % 3)) % names.length];
    const rains = i % 4 === 3;
    const context = rains ? `${other} is it rains ${name}` : `${other} rains the king is ${name}`;
    return JSON.stringify({ id: String(i), question: 'who is king', context, answers: rains ? [] : [{ text: name, answer_start: context.lastIndexOf(name) }] });
  }).join('\n');

describe('question answering with the conditioned head', () => {
  let folder: string;
  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'conditioned-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'train.jsonl'), lines(48));
    await writeFile(join(folder, 'data', 'dev.jsonl'), lines(16, 1));
    const config = electraConfig({
      ...{ vocabSize: vocabulary.length, embeddingSize: 16, hiddenSize: 32, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 32 },
      ...{ hiddenDropoutProb: 0, attentionProbsDropoutProb: 0, initializerRange: 0.2, maxPositionEmbeddings: 16 },
    });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('learns, is saved as what it is, and answers and scores as it did', async () => {
    const out = join(folder, 'out');
    const training = { epochs: 20, batchSize: 16, learningRate: 5e-3, layerDecay: 1, maxLength: 16, answerHead: 'conditioned' };
    const told = { task, model: join(folder, 'model'), data: join(folder, 'data'), out, configuration: { seed: 1, training, engine, log: { every: 10 } } };
    await firstValueFrom(finetune(told).pipe(toArray()));
    const { best, history } = (await readResults(out))!;
    expect(best?.metrics['f1']).toBeGreaterThan(80);
    expect(history.at(-1)?.metrics['loss']).toBeLessThan(history[0].metrics['loss'] / 2);

    expect(await kindOfModel(out)).toBe('question-answering');
    const { metrics } = await scoreTask({ task, model: out, data: join(folder, 'data'), engine: 'onnxruntime', threads: 1 });
    expect(metrics['f1']).toBeCloseTo(best?.metrics['f1'] ?? NaN, 4);
    const examples = [{ question: 'who is king', context: 'maria rains the king is anna' }, { question: 'who is king', context: 'maria is it rains anna' }];
    const answers: object[] = [];
    for await (const answer of predict({ model: out, examples, engine: 'onnxruntime', threads: 1 })) answers.push(answer);
    expect(answers).toMatchObject([{ answer: 'anna', start: 24, unanswerable: false }, { answer: '', unanswerable: true }] satisfies Partial<QuestionAnswer>[]);
  });
});
