import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { Tokenizer } from '@electra-ts/tokenizer';

import { buildDocuments, type BuildOptions } from './build-documents.js';
import type { BuildAnswer, BuildRequest, BuildWorkerData } from './build-messages.js';
import { unpackDocuments } from './packed-documents.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...'abcdefgh']);
const options: BuildOptions = {
  sequenceLength: 16,
  specialTokens: { cls: 2, sep: 3 },
  seed: 5,
  sentenceUnit: 'line',
  overflow: 'carry',
  exampleMode: 'reference',
};
const texts = ['a b c\nd e f g h a b c d e f g', 'h', ''];

describe('the build worker', () => {
  let worker: Worker;

  beforeEach(() => {
    const workerData: BuildWorkerData = { files: tokenizer.files, options };
    worker = new Worker(new URL('../../dist/shards/build-worker.js', import.meta.url), { workerData });
  });

  afterEach(() => worker.postMessage('close'));

  it('answers each request with what this thread would build, and ends when it is told to close', async () => {
    const exited = once(worker, 'exit');
    const answers = new Map<number, BuildAnswer>();
    worker.on('message', (answer: BuildAnswer) => answers.set(answer.id, answer));
    for (const id of [0, 1, 2]) {
      worker.postMessage({ id, texts: texts.slice(id) } satisfies BuildRequest);
    }
    // What was asked before is answered before it ends.
    worker.postMessage('close');
    expect(await exited).toEqual([0]);
    expect([...answers.keys()].sort()).toEqual([0, 1, 2]);
    for (const [id, answer] of answers) {
      const documents = 'documents' in answer ? unpackDocuments(answer.documents) : answer.error;
      expect(documents).toEqual(await buildDocuments(texts.slice(id), tokenizer, options));
    }
  });

  it('answers with the error of a request that fails, and goes on', async () => {
    worker.postMessage({ id: 7, texts: [1] as unknown as string[] });
    const [failed] = (await once(worker, 'message')) as [BuildAnswer];
    expect(failed).toMatchObject({ id: 7, error: { message: expect.stringContaining('split') } });
    worker.postMessage({ id: 8, texts: ['a'] });
    const [answer] = (await once(worker, 'message')) as [BuildAnswer];
    expect(answer).toMatchObject({ id: 8, documents: expect.anything() });
  });
});
