import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { embed } from './embed.js';
import { kinds } from './kinds/task-kinds.js';
import { Predictor } from './predict.js';
import type { TaskKindName } from './task-file.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c'];
const config = electraConfig({ vocabSize: vocabulary.length, embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4, maxPositionEmbeddings: 64, initializerRange: 1 });
const texts = ['a', 'a b '.repeat(9).trim(), 'c '.repeat(30).trim(), 'a b c '.repeat(25).trim()];

/** Examples of several lengths, as each kind takes them. */
const examples: Readonly<Record<TaskKindName, (text: string) => object>> = {
  classification: (text) => ({ text }),
  regression: (text) => ({ text, pair: 'b' }),
  multilabel: (text) => ({ text }),
  tagging: (text) => ({ text }),
  'question-answering': (text) => ({ question: 'a b', context: text }),
  'multiple-choice': (text) => ({ text, choices: ['a', 'b c', 'b'] }),
};

describe('models of any length of text', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'any-size-'));
    await setBackend('cpu');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function collect<T>(answers: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const answer of answers) found.push(answer);
    return found;
  }

  it.each(Object.keys(kinds) as TaskKindName[])('%s: one graph answers all of them, as eager execution does', async (name) => {
    const model = kinds[name].create(config, { labels: name === 'regression' ? ['score'] : ['x', 'y'], seed: 3 });
    await model.savePretrained(join(folder, name));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, name));
    let ready = 0;
    const answersOf = async (engine: 'onnxruntime' | 'cpu') => {
      const predictor = await Predictor.open({ model: join(folder, name), engine, onPreparation: ({ stage }) => void (ready += stage === 'ready' ? 1 : 0) });
      // One after the other, so that each is a batch of its own.
      const answers: unknown[] = [];
      for (const text of texts) answers.push(...(await collect(predictor.answers([predictor.input(examples[name](text) as Record<string, unknown>)]))));
      await predictor.close();
      return answers;
    };
    const close = (value: unknown): unknown =>
      typeof value === 'number' ? expect.closeTo(value, 4) : Array.isArray(value) ? value.map(close) : value instanceof Object ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, close(each)])) : value;
    expect(await answersOf('onnxruntime')).toEqual(close(await answersOf('cpu')));
    expect(ready).toBe(1);
  });

  it("the reference's question answering head, whose search depends on the length, has a graph for each", async () => {
    const kind = kinds['question-answering'];
    const model = kind.create(config, { labels: [], seed: 3, answerHead: 'conditioned' });
    await model.savePretrained(join(folder, 'conditioned'));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'conditioned'));
    const answersOf = async (engine: 'onnxruntime' | 'cpu') => {
      const predictor = await Predictor.open({ model: join(folder, 'conditioned'), engine });
      const answers: unknown[] = [];
      for (const text of texts) answers.push(...(await collect(predictor.answers([predictor.input({ question: 'a b', context: text })]))));
      await predictor.close();
      return answers.map((answer) => (answer as { answer: string }).answer);
    };
    expect(await answersOf('onnxruntime')).toEqual(await answersOf('cpu'));
  });

  it('an encoder, too', async () => {
    let ready = 0;
    const options = { model: join(folder, 'classification'), engine: 'onnxruntime', onPreparation: ({ stage }: { stage: string }) => void (ready += stage === 'ready' ? 1 : 0) } as const;
    const vectors = await collect(embed({ ...options, texts: texts.map((text) => ({ text })) }));
    expect([vectors.length, ready]).toEqual([texts.length, 1]);
  });
});
