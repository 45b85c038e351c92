import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import type { TrainingEvent } from '@electra-ts/training';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { firstValueFrom, tap, toArray } from 'rxjs';
import { finetune } from './finetune.js';
import { readResults } from './finetuning-results.js';
import type { FinetuneOptions } from './finetune-options.js';
import { taskFile } from './task-file.js';

// Whole trainings on a busy machine.
jest.setTimeout(300_000);

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good', 'bad', 'film', 'song'];
const task = taskFile.parse({ name: 'scores', kind: 'regression' });

describe('finetune, interrupted and resumed', () => {
  let folder: string;
  let number = 0;
  const options = (more: { training?: object; checkpoint?: object } = {}): FinetuneOptions => ({
    task,
    model: join(folder, 'model'),
    data: join(folder, 'data'),
    out: join(folder, `out-${number++}`),
    configuration: {
      seed: 3,
      training: { epochs: 4, batchSize: 4, learningRate: 5e-3, layerDecay: 0.9, ...more.training },
      ...(more.checkpoint && { checkpoint: more.checkpoint }),
      engine: { name: 'cpu' },
      log: { every: 1 },
    },
  });
  const run = (told: FinetuneOptions) => firstValueFrom(finetune(told).pipe(toArray()));
  const stoppedAt = (told: FinetuneOptions, step: number) => {
    const stop = new AbortController();
    const stopThere = tap((event: TrainingEvent) => event.type === 'step' && event.step === step && stop.abort());
    return firstValueFrom(finetune({ ...told, signal: stop.signal }).pipe(stopThere, toArray()));
  };
  /** All that a fine-tuning left, but seconds. */
  const content = async (out: string) => {
    const names = (await readdir(out)).sort();
    const results = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
    const history = results.history.map((each: object) => ({ ...each, seconds: 0 }));
    const weights = (await readFile(join(out, 'model.safetensors'))).toString('hex');
    return { names, weights, results: { ...results, history, seconds: 0 } };
  };
  let undisturbed: Awaited<ReturnType<typeof content>>;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'resumed-'));
    await mkdir(join(folder, 'data'));
    const rows = Array.from({ length: 18 }, (_, i) => `${['good', 'bad'][i % 2]} ${['film', 'song'][i % 3 ? 0 : 1]} `.repeat(1 + (i % 20)).trim() + `\t${(i * 7) % 5}`);
    await writeFile(join(folder, 'data', 'train.tsv'), ['text\tscore', ...rows].join('\n'));
    await writeFile(join(folder, 'data', 'dev.tsv'), ['text\tscore', ...rows.slice(0, 7)].join('\n'));
    // With dropout: its noise has to go on, too.
    const sizes = { embeddingSize: 4, hiddenSize: 8, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 8 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 48 });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
    model.dispose();
    const told = options();
    await run(told);
    undisturbed = await content(told.out);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('ends as if it had never stopped, wherever it was', async () => {
    // Twenty steps, five an epoch: in the midst of one, at its end, twice, at the very first.
    const [a, b] = [1 + Math.floor(Math.random() * 8), 10 + Math.floor(Math.random() * 9)];
    for (const stops of [[1], [5], [a, b], [a, a + 1, b]]) {
      const told = options();
      await stoppedAt(told, stops[0]);
      for (const stop of stops.slice(1)) await stoppedAt({ ...told, resume: true }, stop);
      const starts: number[] = [];
      const events = await run({ ...told, resume: true, onStart: ({ from }) => starts.push(from) });
      expect({ stops, starts }).toEqual({ stops, starts: [stops[stops.length - 1]] });
      expect(events.at(-1)).toEqual({ type: 'finished', step: 20, reason: 'completed' });
      expect({ stops, content: await content(told.out) }).toEqual({ stops, content: undisturbed });
    }
  });

  it('goes on from the checkpoint before where the newest is damaged, and from one before a kill', async () => {
    const told = options({ checkpoint: { every: 2 } });
    await stoppedAt(told, 8);
    expect((await readdir(told.out)).filter((name) => name.startsWith('checkpoint'))).toEqual(['checkpoint-000006', 'checkpoint-000008']);
    await appendFile(join(told.out, 'checkpoint-000008', 'optimizer.safetensors'), 'x');
    const starts: number[] = [];
    const events = await run({ ...told, resume: true, onStart: ({ from }) => starts.push(from) });
    expect(starts).toEqual([6]);
    expect(events[0]).toMatchObject({ type: 'warning', message: expect.stringMatching(/000008 is left out.*damaged/) });
    expect(await content(told.out)).toEqual(undisturbed);
  });

  it('comes back where the end was cut off between two renames', async () => {
    const told = options();
    await stoppedAt(told, 18);
    await rename(told.out, join(folder, `.${told.out.split('/').at(-1)}.previous`));
    await run({ ...told, resume: true });
    expect(await content(told.out)).toEqual(undisturbed);
  });

  it('begins at the beginning where nothing had been saved', async () => {
    const told = options();
    const stopped = await firstValueFrom(finetune({ ...told, signal: AbortSignal.abort() }).pipe(toArray()));
    expect(stopped).toEqual([{ type: 'finished', step: 0, reason: 'stopped' }]);
    await run({ ...told, resume: true });
    expect(await content(told.out)).toEqual(undisturbed);
  });

  it('leaves alone what is finished, and says so', async () => {
    const told = options({ training: { epochs: 1 } });
    await run(told);
    const before = await content(told.out);
    const events = await run({ ...told, resume: true });
    expect(events).toEqual([
      { type: 'warning', message: expect.stringMatching(/finished, at step 5/) },
      { type: 'finished', step: 5, reason: 'completed' },
    ]);
    expect(await content(told.out)).toEqual(before);
    const other = { ...told, resume: true, configuration: { seed: 9, training: { epochs: 2, batchSize: 4, learningRate: 5e-3, layerDecay: 0.9 } } };
    await expect(run(other)).rejects.toThrow(/not the one.*seed was 3 and is 9; training\.epochs was 1 and is 2/);
  });

  it('knows when patience had ended', async () => {
    const told = options({ training: { patience: 1, learningRate: 1e-9 } });
    await run(told);
    expect(await readResults(told.out)).toMatchObject({ stoppedEarly: true });
    expect(await run({ ...told, resume: true })).toHaveLength(2);
  });

  it('refuses to go on with something else, listing it, unless forced', async () => {
    const told = options();
    await stoppedAt(told, 7);
    const changed = { ...told, resume: true, configuration: { ...(told.configuration as object), seed: 4, training: { epochs: 4, batchSize: 4, learningRate: 1e-3, layerDecay: 0.9 } } };
    await expect(run(changed)).rejects.toThrow(/cannot go on.*seed was 3 and is 4; training\.learningRate was 0\.005 and is 0\.001.*--force/);
    const otherTask = { ...told, resume: true, task: taskFile.parse({ name: 'scores', kind: 'regression', metric: 'mse' }) };
    await expect(run(otherTask)).rejects.toThrow(/task\.metric was "spearmanr" and is "mse"/);
    await expect(run({ ...told, resume: true, initialize: 'random' })).rejects.toThrow(/initialize was "pretrained" and is "random"/);
    const short = { ...told, resume: true, force: true, configuration: { ...(told.configuration as object), training: { epochs: 1, batchSize: 4 } } };
    await expect(run(short)).rejects.toThrow(/come further than it is to go.*fewer than 5.*step 7/);

    const rows = await readFile(join(folder, 'data', 'dev.tsv'), 'utf8');
    await writeFile(join(folder, 'data', 'dev.tsv'), `${rows}\nbad film\t1`);
    await expect(run({ ...told, resume: true })).rejects.toThrow(/differs from what is asked for: data\.dev was "/);
    await writeFile(join(folder, 'data', 'dev.tsv'), rows);

    const events = await run({ ...changed, force: true });
    expect(events[0]).toMatchObject({ type: 'warning', message: expect.stringMatching(/goes on although.*seed was 3/) });
    expect(await readResults(told.out)).toMatchObject({ seed: 4, recipe: { learningRate: 1e-3 } });
    await expect(run({ ...options(), resume: true })).rejects.toThrow(/holds no run/);
  });
});
