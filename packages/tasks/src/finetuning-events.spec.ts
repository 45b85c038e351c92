import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { firstValueFrom, toArray } from 'rxjs';
import type { FinetuneTasksStart } from './finetune-options.js';
import { finetuningEvents } from './finetuning-events.js';
import { resolveTask } from './task-file.js';

describe('finetuningEvents', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'finetuning-events-'));
    await setBackend('cpu');
    const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const model = ElectraForPreTraining.create(electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 }), { seed: 1 });
    await model.savePretrained(at('model'));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(at('model'));
    // The second sentence is longer than the model, which is a warning.
    for (const split of ['train', 'dev']) writeFileSync(at(`${split}.tsv`), `sentence\tlabel\na\t1\n${'b '.repeat(9)}\t0\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (more: { readonly resume?: boolean } = {}) => {
    const starts: FinetuneTasksStart[] = [];
    const configuration = { training: { epochs: 1, maxLength: 8 }, engine: { name: 'cpu' } };
    const options = { task: await resolveTask('sst2'), model: at('model'), data: folder, out: at('out'), configuration, ...more };
    const events = await firstValueFrom(finetuningEvents(options, (start) => starts.push(start)).pipe(toArray()));
    return { events, starts };
  };

  it('tells what is about to run, what should be known, then the training', async () => {
    const { events, starts } = await run();
    expect(starts).toMatchObject([{ from: 0, steps: 1, tasks: [{ task: 'sst2', labels: ['0', '1'] }] }]);
    expect(events[0]).toMatchObject({ type: 'warning', message: expect.stringMatching(/cut/) as string });
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['step', 'evaluation', 'checkpoint']));
    expect(events.at(-1)).toEqual({ type: 'finished', step: 1, reason: 'completed' });
  });

  it('does not begin where what is to be resumed is finished', async () => {
    const { events, starts } = await run({ resume: true });
    expect(starts).toEqual([]);
    expect(events).toEqual([
      { type: 'warning', message: `${at('out')} holds a fine-tuning that is finished, at step 1: nothing is left to do` },
      { type: 'finished', step: 1, reason: 'completed' },
    ]);
  });
});
