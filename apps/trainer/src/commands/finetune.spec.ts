import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { electraConfig } from '@electra-ts/nn';
import { finetunedFolder, readResults } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { UserFolder } from '../user-folder.fixture.js';
import { finetuneModel } from './finetune.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];

const manyRows = Array.from({ length: 240 }, (_, i) => `${i % 2 ? 'a' : 'b'} ${i % 3 ? 'a' : 'b'}\t${i % 2}`);

/** A folder with a small `model` and, in SST-2's form, `data` of the rows for training and development. */
async function typing(rows = manyRows): Promise<UserFolder> {
  const folder = new UserFolder();
  const { runtime } = await createRuntime({ engine: 'onnxruntime', threads: 1 });
  const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
  const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 });
  await ElectraForPreTraining.create(config, { seed: 1 }).savePretrained(folder.at('model'));
  await Tokenizer.fromVocabulary(vocabulary).save(folder.at('model'));
  await runtime.dispose();
  await mkdir(folder.at('data'));
  for (const split of ['train', 'dev']) await writeFile(folder.at('data', `${split}.tsv`), ['sentence\tlabel', ...rows, ''].join('\n'));
  return folder;
}

/** Runs a command, sends it a signal once a step is told and `isTime`, and waits for its end. */
async function ended(folder: UserFolder, args: readonly string[], signal: NodeJS.Signals, isTime: () => boolean) {
  const child = spawn(process.execPath, UserFolder.argv(args), folder.standing);
  let err = '';
  child.stderr.on('data', (text) => void (err += String(text)));
  const watch = setInterval(() => /, step \d/.test(err) && isTime() && !child.killed && child.kill(signal), 5);
  const [status, by] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearInterval(watch);
  return { status, signal: by, err };
}

describe('finetune', () => {
  it('trains with several seeds, each in a folder of its own, and tells the median', async () => {
    const user = await typing(['a\t1', 'b\t0', 'a a\t1', 'b b\t0']);
    const folder = user.path;

    const [model, data, out] = ['model', 'data', 'out'].map((name) => join(folder, name));
    const flags = { seed: 5, seeds: 2, engine: 'onnxruntime', threads: 1, resume: false, force: false, quiet: true, json: false };
    await finetuneModel({ task: ['sst2'], model, data: [data], out, ...flags, set: ['training.epochs=1'] });

    const { metric, median, values, seeds } = JSON.parse(await readFile(join(out, 'seeds.json'), 'utf8'));
    expect(metric).toBe('accuracy');
    expect(median).toBe((values[0] + values[1]) / 2);
    expect(seeds.map(({ seed }: { seed: number }) => seed)).toEqual([5, 6]);
    for (const [i, seed] of [5, 6].entries()) {
      const results = await readResults(join(out, `seed-${seed}`));
      expect(results).toMatchObject({ seed, best: { metrics: { accuracy: values[i] } } });
      // Four texts of 3 or 4 tokens in a batch of 32 rows of 8.
      expect(results?.paddingShare).toBeCloseTo(1 - 14 / 256, 10);
    }
    user.remove();
  });

  it('ends as if nothing had happened, killed, interrupted and resumed by what a user types', async () => {
    const folder = await typing();
    const flags = ['finetune', '--task', 'sst2', '--model', 'model', '--data', 'data', '--engine', 'onnxruntime', '--threads', '1'];
    const set = ['training.batchSize=2', 'training.epochs=2', 'checkpoint.every=40', 'log.every=1'].flatMap((each) => ['--set', each]);
    const command = (...more: string[]) => [...flags, ...set, ...more];
    const undisturbed = await folder.run(...command('--out', 'whole', '--json'));
    expect(undisturbed).toMatchObject({ status: 0, err: expect.stringMatching(/\nfinetune: records fine-tuning step and compiles it for onnxruntime\nfinetune: .*step 1,/) });
    const whole = { ...JSON.parse(undisturbed.out), out: expect.any(String) };

    const saved = (out: string) => existsSync(folder.at(out)) && readdirSync(folder.at(out)).some((name) => name.startsWith('checkpoint-'));
    expect(await ended(folder, command('--out', 'cut'), 'SIGKILL', () => saved('cut'))).toMatchObject({ signal: 'SIGKILL' });
    expect(await folder.run(...command('--out', 'cut'))).toMatchObject({ status: 2, err: expect.stringMatching(/interrupted.*--resume.*--force/) });
    const interrupted = await ended(folder, command('--out', 'cut', '--resume'), 'SIGINT', () => true);
    expect(interrupted).toMatchObject({ status: 130, err: expect.stringContaining('Stopped and saved. The same command with --resume goes on') });
    expect(interrupted.err).toMatch(/^goes on at step \d+ of 240$/m);
    const resumed = await folder.run(...command('--out', 'cut', '--resume', '--json'));
    expect(JSON.parse(resumed.out)).toMatchObject(whole);
    const weights = (out: string) => readFile(folder.at(out, 'model.safetensors'), 'hex');
    expect(await weights('cut')).toBe(await weights('whole'));
    expect((await readdir(folder.at('cut'))).sort()).toEqual((await readdir(folder.at('whole'))).sort());

    const again = await folder.run(...command('--out', 'cut', '--resume', '--json'));
    expect(again).toMatchObject({ status: 0, err: expect.stringContaining('cut holds a fine-tuning that is finished, at step 240') });
    expect(JSON.parse(again.out)).toMatchObject(whole);

    const seeds = [...command('--out', 'seeds'), '--seeds', '2'];
    expect(await ended(folder, seeds, 'SIGTERM', () => true)).toMatchObject({ status: 143 });
    expect(await folder.run(...seeds)).toMatchObject({ status: 2, err: expect.stringMatching(/several seeds.*seed-0.*--resume/) });
    const both = await folder.run(...seeds, '--resume', '--json');
    expect(JSON.parse(both.out).seeds).toMatchObject([{ seed: 0, best: whole.best }, { seed: 1 }]);
    expect(await weights('seeds/seed-0')).toBe(await weights('whole'));
    folder.remove();
  }, 600_000);

  it('keeps the model that --force replaces until there is another, killed or not', async () => {
    const folder = await typing(['a\t1', 'b\t0', 'a a\t1', 'b b\t0']);
    const command = (epochs: number) => ['finetune', '--task', 'sst2', '--model', 'model', '--data', 'data', '--out', 'tuned', '--engine', 'onnxruntime', '--set', `training.epochs=${epochs}`];
    expect(await folder.run(...command(1))).toMatchObject({ status: 0 });
    const weights = () => finetunedFolder(folder.at('tuned')).then((at) => readFile(join(at, 'model.safetensors'), 'hex'));
    const old = await weights();
    const child = spawn(process.execPath, UserFolder.argv([...command(1_000_000), '--force', '--set', 'checkpoint.every=1000000']), folder.standing);
    let err = '';
    child.stderr.on('data', (text) => /records fine-tuning step/.test((err += String(text))) && child.kill('SIGKILL'));
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await readdir(folder.at('tuned'))).toContain('.replaced');
    expect((await weights()) === old).toBe(true);
    expect(await folder.run(...command(1), '--seed', '7', '--force')).toMatchObject({ status: 0 });
    expect((await weights()) === old).toBe(false);
    expect(await readdir(folder.at('tuned'))).not.toContain('.replaced');
    folder.remove();
  }, 600_000);

  it('sweeps over values, each in a folder of its own, and tells the medians', async () => {
    const folder = await typing(['a\t1', 'b\t0', 'a a\t1', 'b b\t0']);
    const command = ['finetune', '--task', 'sst2', '--model', 'model', '--data', 'data', '--out', 'swept', '--engine', 'cpu', '--seeds', '2', '--set', 'training.epochs=1'];
    const sweep = ['--sweep', 'training.learningRate=1e-9,1e-2', '--sweep', 'training.batchSize=2'];
    const wrong = await folder.run(...command, '--sweep', 'training.learningRates=1,2');
    expect(wrong).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/learningRates.*learningRate\b/s) });
    expect(existsSync(folder.at('swept'))).toBe(false);

    const ran = await folder.run(...command, ...sweep, '--json');
    const result = JSON.parse(ran.out);
    expect(JSON.parse(await readFile(folder.at('swept', 'sweep.json'), 'utf8'))).toEqual(result);
    expect(result.combinations.map(({ settings }: { settings: string[] }) => settings)).toEqual([
      ['training.learningRate=1e-9', 'training.batchSize=2'], ['training.learningRate=1e-2', 'training.batchSize=2'],
    ]);
    for (const { out, median, range, values, seeds } of result.combinations) {
      expect(seeds.map(({ seed }: { seed: number }) => seed)).toEqual([0, 1]);
      expect([median, ...range]).toEqual([(values[0] + values[1]) / 2, Math.min(...values), Math.max(...values)]);
      expect(JSON.parse(await readFile(join(out, 'seeds.json'), 'utf8')).values).toEqual(values);
    }
    expect(await readResults(folder.at('swept', 'learningRate-1e-2_batchSize-2', 'seed-1'))).toMatchObject({ seed: 1, recipe: { learningRate: 1e-2, batchSize: 2, epochs: 1 } });
    expect(result.best.median).toBe(Math.max(...result.combinations.map(({ median }: { median: number }) => median)));
    expect(ran.err).toMatch(/^best by median: training\.learningRate=1e-\d training\.batchSize=2; models in .*swept/m);

    expect(await folder.run(...command, ...sweep)).toMatchObject({ status: 2, err: expect.stringMatching(/swept holds fine-tunings of a sweep.*--resume/) });
    const again = await folder.run(...command, ...sweep, '--resume', '--json');
    expect(JSON.parse(again.out)).toEqual(result);
    expect(again.err.match(/is finished, at step 2/g)).toHaveLength(4);
    folder.remove();
  }, 600_000);

  it('trains several tasks with one encoder, stopped and resumed, as a user types it', async () => {
    const folder = await typing();
    await mkdir(folder.at('tags'));
    const sentences = manyRows.map((row) => row.split('\t')[0].split(' ').map((word) => `${word} ${word === 'a' ? 'B-A' : 'O'}`).join('\n'));
    for (const split of ['train', 'dev']) await writeFile(folder.at('tags', `${split}.txt`), sentences.slice(0, 60).join('\n\n'));
    await writeFile(folder.at('my-tags.yaml'), 'name: my-tags\nkind: tagging\nmetric: accuracy\ntraining: { batchSize: 4 }\n');
    const flags = ['finetune', '--model', 'model', '--task', 'sst2', '--task', './my-tags.yaml', '--engine', 'onnxruntime', '--threads', '1'];
    const set = ['training.epochs=2', 'training.mixing=square-root', 'log.every=1'].flatMap((each) => ['--set', each]);
    const command = (...more: string[]) => [...flags, '--data', 'my-tags=tags', '--data', 'sst2=data', ...set, ...more];
    const whole = await folder.run(...command('--out', 'whole', '--json'));
    expect(whole).toMatchObject({ status: 0, err: expect.stringMatching(/an encoder for sst2 \(\d+ of 46 steps\), my-tags/) });
    expect(whole.err).toMatch(/^step 23, development data: mean \d\.\d{3}, sst2\/accuracy \d\.\d{3}, my-tags\/accuracy \d\.\d{3}$/m);
    const result = JSON.parse(whole.out);
    expect(result).toMatchObject({ out: folder.at('whole'), steps: 46, tasks: [{ task: 'sst2', out: folder.at('whole', 'sst2') }, { task: 'my-tags', labels: ['B-A', 'O'] }] });
    expect(result.mean).toBe((result.tasks[0].best.metrics.accuracy + result.tasks[1].best.metrics.accuracy) / 2);
    expect(await readResults(folder.at('whole', 'my-tags'))).toMatchObject({ kind: 'tagging', trainedWith: ['sst2'] });

    expect(await ended(folder, command('--out', 'cut'), 'SIGINT', () => true)).toMatchObject({ status: 130, err: expect.stringContaining('Stopped and saved. The same command with --resume') });
    expect(await folder.run(...command('--out', 'cut'))).toMatchObject({ status: 2, err: expect.stringMatching(/interrupted.*--resume/) });
    const resumed = await folder.run(...command('--out', 'cut', '--resume', '--json'));
    expect(JSON.parse(resumed.out)).toMatchObject({ mean: result.mean, paddingShare: result.paddingShare, tasks: result.tasks.map(({ best }: { best: object }) => ({ best })) });
    for (const task of ['sst2', 'my-tags']) {
      expect(await readFile(folder.at('cut', task, 'model.safetensors'), 'hex')).toBe(await readFile(folder.at('whole', task, 'model.safetensors'), 'hex'));
    }

    const wrong: [string[], RegExp][] = [
      [['--data', 'sst2=data'], / There is no data for the task 'my-tags': expected --data my-tags=FOLDER, received sst2=data\.$/m],
      [['--data', 'data', '--data', 'my-tags=tags'], /--data does not say whose folder it is.*NAME one of sst2, my-tags, received data/],
      [['--data', 'sst2=data', '--data', 'my-tag=tags'], /Did you mean 'my-tags'/],
      [['--data', 'sst2=data', '--data', 'sst2=tags', '--data', 'my-tags=tags'], /two folders for the task 'sst2'/],
      [['--data', 'sst2=data', '--data', 'my-tags=nowhere'], /nowhere/],
      [['--data', 'sst2=data', '--data', 'my-tags=tags', '--task', 'sst2'], /Two tasks are called 'sst2'/],
      [['--data', 'sst2=data', '--data', 'my-tags=tags', '--seeds', '2'], /--seeds goes with one task.*--seed or --set/],
      [['--data', 'sst2=data', '--data', 'my-tags=tags', '--sweep', 'training.epochs=1,2'], /--sweep goes with one task/],
      [['--data', 'sst2=data', '--data', 'my-tags=tags', '--set', 'training.mixing=fair'], /training\.mixing/],
      [['--data', 'sst2=data', '--data', 'my-tags=tags', '--set', 'training.mixing.sst2=2'], /training\.mixing does not name the tasks/],
      [['--data', 'sst2=data', '--data', 'my-tags=tags', '--set', 'training.stride=2'], /training\.stride has no effect/],
    ];
    for (const [more, message] of wrong) await folder.refused([...flags, ...more, '--out', 'x'], message);
    const one = ['finetune', '--model', 'model', '--task', 'sst2', '--out', 'x'];
    await folder.refused([...one, '--data', 'data', '--data', 'tags'], /several --data and one --task/);
    await folder.refused([...one, '--data', 'data', '--set', 'training.mixing=annealed'], /mixing/);
    folder.remove();
  }, 600_000);

  it('refuses, as a command, a folder that holds shards and the like, forced or not', async () => {
    const folder = new UserFolder();
    await mkdir(folder.at('x'));
    await writeFile(folder.at('x', 'manifest.json'), '{}');
    const args = ['finetune', '--task', 'sst2', '--model', 'model', '--data', 'data', '--out', 'x'];
    for (const more of [[], ['--force'], ['--seeds', '2', '--force']]) {
      const { status, out, err } = await folder.run(...args, ...more);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(/x (is not empty|holds something else)[^\n]*manifest\.json[^\n]*another --out[^\n]*\n$/);
    }
    expect(await readdir(folder.at('x'))).toEqual(['manifest.json']);
    folder.remove();
  });
});
