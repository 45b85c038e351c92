import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostTensor, Runtime } from '@electra-ts/compiler';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { closeFinetuning, openFinetuning } from './finetuning-parts.js';
import { newFinetuningState } from './finetuning-state.js';
import { taskFile } from './task-file.js';
import { TaskTraining } from './task-training.js';

// A worker that loads ONNX Runtime, on a busy machine.
jest.setTimeout(60_000);

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];

describe('TaskTraining', () => {
  let folder: string;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'task-training-'));
    for (const name of ['letters', 'numbers', 'model']) await mkdir(join(folder, name));
    for (const split of ['train', 'dev']) {
      await writeFile(join(folder, 'letters', `${split}.tsv`), `text\tlabel\n${'a\tyes\nb\tno\n'.repeat(5)}`);
      await writeFile(join(folder, 'numbers', `${split}.tsv`), `text\tscore\n${'a b\t1\nb\t3\n'.repeat(3)}`);
    }
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const model = ElectraForPreTraining.create(electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 }), { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['onnxruntime', 'cpu'])("changes the encoder, and its own head only, on %s", async (name) => {
    const tasks = [
      { task: taskFile.parse({ name: 'letters', kind: 'classification' }), data: join(folder, 'letters') },
      { task: taskFile.parse({ name: 'numbers', kind: 'regression' }), data: join(folder, 'numbers') },
    ];
    const configuration = { training: { batchSize: 4, learningRate: 1e-2 }, engine: { name, ...(name === 'cpu' ? {} : { threads: 1 }) } };
    const parts = await openFinetuning({ tasks, model: join(folder, 'model'), out: join(folder, 'out'), configuration });
    const { engine: { runtime }, learned, tokenizer } = parts;
    const state = newFinetuningState();
    const [letters, numbers] = parts.tasks.map((each) => new TaskTraining(each, runtime, 0, tokenizer.specialTokens.pad, state));
    expect(parts.tasks.map(TaskTraining.batchesOf)).toEqual([3, 2]);
    /** The parts that differ from what was read before. */
    let before = await runtime.read(learned.model.parameters);
    const changed = async () => {
      const now = await runtime.read(learned.model.parameters);
      const names = Object.keys(now).filter((each) => String(now[each].data) !== String(before[each].data));
      before = now;
      return [...new Set(names.map((each) => each.split(/[./]/)[0]))].sort();
    };
    const ofNumbers = (await numbers.evaluate()).metrics['mse'];
    expect(await changed()).toEqual([]);
    await letters.update(1, 1, 1e-2);
    expect(await changed()).toEqual(['electra', 'letters']);
    // What the other task sees of it: the encoder that both have.
    const after = (await numbers.evaluate()).metrics['mse'];
    expect(after).not.toBe(ofNumbers);
    await numbers.update(1, 2, 1e-2);
    expect(await changed()).toEqual(['electra', 'numbers']);
    expect((await numbers.evaluate()).metrics['mse']).not.toBe(after);
    // An epoch of each has begun, and a batch of each was computed: four rows of eight tokens.
    expect([state.padding.epochs, state.computed.tokens]).toEqual([2, 64]);
    await closeFinetuning(parts);
  });

  it('reads all examples in each epoch, in an order that is drawn anew', async () => {
    const task = taskFile.parse({ name: 'letters', kind: 'classification' });
    const configuration = { training: { batchSize: 4 }, engine: { name: 'cpu' } };
    const parts = await openFinetuning({ task, data: join(folder, 'letters'), model: join(folder, 'model'), out: join(folder, 'out'), configuration });
    const one: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(1) };
    /** The examples' numbers in the order in which a training reads them. */
    const read = async (turns: readonly number[]) => {
      const order: number[] = [];
      const run = async ({ ids }: Record<string, HostTensor>) => {
        for (let row = 0; row < ids.data.length; row += ids.shape[1]) if (ids.data[row] === 2) order.push(ids.data[row + 1]);
        return { loss: one, gradientNorm: one };
      };
      const train = parts.tasks[0].train.map((piece, i) => ({ ...piece, ids: Int32Array.of(2, 10 + i, 3) }));
      const training = new TaskTraining({ ...parts.tasks[0], train }, { prepare: () => ({ run }) } as unknown as Runtime, 0, 0, newFinetuningState());
      for (const turn of turns) await training.update(turn, turn, 1e-2);
      return order;
    };
    const epochs = [await read([1, 2, 3]), await read([4, 5, 6])];
    for (const epoch of epochs) expect([...epoch].sort()).toEqual(Array.from({ length: 10 }, (_, i) => 10 + i));
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(await read([1, 2, 3, 4, 5, 6])).toEqual(epochs.flat());
    await closeFinetuning(parts);
  });
});
