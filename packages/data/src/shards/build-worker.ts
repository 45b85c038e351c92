/** The worker thread of `BuilderPool`: texts come in, packed examples go out, until it is told to close. */
import { parentPort, workerData } from 'node:worker_threads';

import { Tokenizer } from '@electra-ts/tokenizer';

import { buildDocuments } from './build-documents.js';
import type { BuildAnswer, BuildRequest, BuildWorkerData } from './build-messages.js';
import { buffersOf, packDocuments } from './packed-documents.js';

const { files, options } = workerData as BuildWorkerData;
const tokenizer = Tokenizer.fromFiles(files);
const port = parentPort!;

let building = 0;
let isClosing = false;

port.on('message', (request: BuildRequest | 'close') => {
  if (request === 'close') {
    isClosing = true;
    closeWhenDone();
  } else {
    void answer(request);
  }
});

async function answer({ id, texts }: BuildRequest): Promise<void> {
  building++;
  try {
    const documents = packDocuments(await buildDocuments(texts, tokenizer, options));
    port.postMessage({ id, documents } satisfies BuildAnswer, buffersOf(documents));
  } catch (error) {
    port.postMessage({ id, error: error as Error } satisfies BuildAnswer);
  }
  building--;
  closeWhenDone();
}

/** Without its port the thread has nothing to wait for, and ends. */
function closeWhenDone(): void {
  if (isClosing && building === 0) {
    port.close();
  }
}
