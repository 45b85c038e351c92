import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { RunFolder, type TrainingEvent } from '@electra-ts/training';
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

  it('is not begun anew where no checkpoint is whole', async () => {
    const told = options({ checkpoint: { every: 2 } });
    await stoppedAt(told, 4);
    for (const step of [2, 4]) await appendFile(join(told.out, `checkpoint-00000${step}`, 'optimizer.safetensors'), 'x');
    const before = await readdir(told.out);
    await expect(run({ ...told, resume: true })).rejects.toThrow(/none of its checkpoints is whole.*000004.*000002.*--force without --resume/s);
    expect(await readdir(told.out)).toEqual(before);
  });

  it('comes back where the end was cut off between two renames', async () => {
    const told = options();
    await stoppedAt(told, 18);
    await rename(told.out, join(folder, `.${told.out.split('/').at(-1)}.previous`));
    await run({ ...told, resume: true });
    expect(await content(told.out)).toEqual(undisturbed);
  });

  it("leaves alone what is somebody's own, stopped, resumed and replaced by force", async () => {
    const told = options({ training: { epochs: 1 } });
    await stoppedAt(told, 2);
    await mkdir(join(told.out, '.git', 'refs'), { recursive: true });
    for (const name of ['notes.md', '.git/HEAD']) await writeFile(join(told.out, name), `my ${name}`);
    const own = async () => ({
      notes: await readFile(join(told.out, 'notes.md'), 'utf8'),
      git: (await readdir(join(told.out, '.git'))).sort(),
      head: await readFile(join(told.out, '.git', 'HEAD'), 'utf8'),
    });
    const before = await own();
    await run({ ...told, resume: true });
    expect(await own()).toEqual(before);
    const { names } = await content(told.out);
    expect(names.filter((name) => !undisturbed.names.includes(name))).toEqual(['.git', 'notes.md']);
    // Of a finished one, with a checkpoint after which what was replaced goes.
    await stoppedAt({ ...told, force: true }, 3);
    expect(await own()).toEqual(before);
    await run({ ...told, force: true });
    expect(await own()).toEqual(before);
    expect((await content(told.out)).names).toEqual(names);
  });

  it('removes what a kill in the last write left beside its folder, and nothing else', async () => {
    const told = options({ training: { epochs: 1 } });
    await stoppedAt(told, 2);
    const left = [`.${basename(told.out)}.12-0123abcd.tmp`, '.other.12-0123abcd.tmp'];
    for (const name of left) await mkdir(join(folder, name));
    await run({ ...told, resume: true });
    expect(await readdir(folder)).not.toContain(left[0]);
    await mkdir(join(folder, left[0]));
    await run({ ...told, force: true });
    expect((await readdir(folder)).filter((name) => left.includes(name))).toEqual([left[1]]);
    await rm(join(folder, left[1]), { recursive: true });
  });

  it('is not begun where its result could not be written', async () => {
    const long = { ...options(), out: join(folder, 'x'.repeat(245)) };
    await expect(run(long)).rejects.toThrow(/temporary folder beside.*name is too long/);
    expect(await readdir(folder)).not.toContain(basename(long.out));
    if (process.platform === 'linux') await expect(run({ ...options(), out: '/proc' })).rejects.toThrow(/\/proc cannot be replaced.*mount point/);
  });

  it('leaves to its process a fine-tuning that is being finished', async () => {
    const told = options({ training: { epochs: 1 } });
    await stoppedAt(told, 2);
    const previous = join(folder, `.${basename(told.out)}.previous`);
    const finishing = await RunFolder.open(told.out);
    await rename(told.out, previous);
    await expect(run({ ...told, resume: true })).rejects.toThrow(/is in use by process/);
    await rename(previous, told.out);
    await finishing.close();
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
