import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining, ElectraForSequenceClassification, ElectraForTokenClassification } from '@electra-ts/discriminator';
import { electraConfig, type PretrainedModel } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import type { TrainingEvent } from '@electra-ts/training';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { firstValueFrom, from, type Observable, tap, toArray } from 'rxjs';
import { finetune } from './finetune.js';
import type { FinetuneTasksOptions, FinetuneTasksStart } from './finetune-options.js';
import { finetuneTasks } from './finetune-tasks.js';
import { finetunedFolder } from './finetuned-folder.js';
import { readResults } from './finetuning-results.js';
import { readMultitaskResults } from './multitask-results.js';
import { predict } from './predict.js';
import { scoreTask } from './score-task.js';
import { parseTask, taskFile } from './task-file.js';

// Whole trainings, each with a worker that loads ONNX Runtime: seconds on a busy machine.
jest.setTimeout(300_000);

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good', 'bad', 'film', 'song', 'very', 'a'];
const opinions = taskFile.parse({ name: 'opinions', kind: 'classification', training: { batchSize: 8 } });
const nouns = taskFile.parse({ name: 'nouns', kind: 'tagging', training: { batchSize: 8 } });

const sentence = (i: number) => `a ${'very '.repeat(i % 4)}${i % 2 ? 'good' : 'bad'} ${i % 3 ? 'film' : 'song'}`;
const count = (from: number, number: number) => Array.from({ length: number }, (_, i) => from + i);
const opinionRows = (from: number, number: number) => ['text\tlabel', ...count(from, number).map((i) => `${sentence(i)}\t${i % 2 ? 'positive' : 'negative'}`)].join('\n');
const nounLines = (from: number, number: number) =>
  count(from, number)
    .map((i) => sentence(i).split(' ').map((word) => `${word} ${/film|song/.test(word) ? 'B-NOUN' : 'O'}`).join('\n'))
    .join('\n\n');

describe('finetuneTasks', () => {
  let folder: string;
  let number = 0;
  const data = (name: string) => join(folder, name);
  const base = (training: object, engine: object) => ({
    model: join(folder, 'model'),
    out: join(folder, `out-${number++}`),
    configuration: { seed: 1, training: { epochs: 8, learningRate: 5e-3, layerDecay: 0.9, maxLength: 16, ...training }, engine, log: { every: 1 } },
  });
  const both = [{ task: opinions, name: 'opinions' }, { task: nouns, name: 'nouns' }];
  const options = (training: object = {}, engine: object = { name: 'cpu' }): FinetuneTasksOptions & { configuration: object } => ({
    ...base(training, engine),
    tasks: both.map(({ task, name }) => ({ task, data: data(name) })),
  });
  const all = <T>(events: Observable<T>) => firstValueFrom(events.pipe(toArray()));
  const stoppedAt = (told: FinetuneTasksOptions, step: number) => {
    const stop = new AbortController();
    const stopThere = tap((event: TrainingEvent) => event.type === 'step' && event.step === step && stop.abort());
    return all(finetuneTasks({ ...told, signal: stop.signal }).pipe(stopThere));
  };
  const weights = async (path: string) => (await readFile(join(path, 'model.safetensors'))).toString('hex');
  const numbers = async (path: string) => JSON.parse((await readFile(path, 'utf8')).replace(/"seconds": [\d.e+-]+/g, '"seconds": 0')) as object;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'finetune-tasks-'));
    for (const name of ['opinions', 'nouns']) await mkdir(data(name));
    await writeFile(join(data('opinions'), 'train.tsv'), opinionRows(0, 40));
    await writeFile(join(data('opinions'), 'dev.tsv'), opinionRows(5, 20));
    await writeFile(join(data('nouns'), 'train.txt'), nounLines(0, 24));
    await writeFile(join(data('nouns'), 'dev.txt'), nounLines(7, 12));
    const sizes = { embeddingSize: 8, hiddenSize: 16, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 16 };
    // Wide enough to learn in a few dozen steps from random layers; with dropout, whose noise is to be resumed, too.
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, initializerRange: 0.3, maxPositionEmbeddings: 16, hiddenDropoutProb: 0.02 });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
    model.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('teaches two kinds of task to one encoder, on ONNX Runtime', async () => {
    const told = options({}, { name: 'onnxruntime', threads: 1 });
    const starts: FinetuneTasksStart[] = [];
    const events = await all(finetuneTasks({ ...told, onStart: (start) => starts.push(start) }));
    // Five batches of opinions and three of nouns an epoch.
    expect(starts).toMatchObject([{ from: 0, steps: 64, tasks: [{ task: 'opinions', labels: ['negative', 'positive'] }, { task: 'nouns', labels: ['B-NOUN', 'O'] }] }]);
    const [ofOpinions, ofNouns] = starts[0].tasks.map(({ steps }) => steps);
    expect(ofOpinions + ofNouns).toBe(64);
    const drawn = events.flatMap((event) => (event.type === 'step' ? [event.metrics['task']] : []));
    expect(drawn.filter((task) => task === 0)).toHaveLength(ofOpinions);

    const measured = events.flatMap((event) => (event.type === 'evaluation' ? [event.metrics] : []));
    expect(measured).toHaveLength(8);
    expect(Object.keys(measured[0])).toEqual(expect.arrayContaining(['opinions/accuracy', 'opinions/loss', 'nouns/FB1', 'nouns/loss', 'mean']));
    for (const each of measured) expect(each['mean']).toBe((each['opinions/accuracy'] + each['nouns/FB1']) / 2);
    const whole = await readMultitaskResults(told.out);
    expect(whole).toMatchObject({ tasks: [{ task: 'opinions', metric: 'accuracy', steps: ofOpinions }, { task: 'nouns', metric: 'FB1', steps: ofNouns }], mixing: 'proportional', steps: 64 });
    expect(whole?.history.map(({ metrics }) => metrics)).toEqual(measured);
    // Half of the opinions are positive.
    const best = measured.reduce((a, b) => (b['mean'] > a['mean'] ? b : a));
    expect(whole?.best?.metrics).toEqual(best);
    expect(best['opinions/accuracy']).toBeGreaterThan(0.9);
    expect(best['nouns/FB1']).toBeGreaterThan(0.9);

    expect((await readdir(told.out)).sort()).toEqual(['manifest.json', 'nouns', 'opinions', 'tasks.json']);
    for (const { task, data: examples } of told.tasks) {
      const model = join(told.out, task.name);
      expect(await readResults(model)).toMatchObject({ task: task.name, kind: task.kind, steps: 64, trainedWith: [task.name === 'nouns' ? 'opinions' : 'nouns'] });
      const { metrics } = await scoreTask({ model, task, data: examples, engine: 'onnxruntime', threads: 1 });
      const metric = task.metric ?? 'FB1';
      expect(metrics[metric]).toBe(best[`${task.name}/${metric}`]);
    }
    const engine = { engine: 'onnxruntime', threads: 1 } as const;
    const answers = <T>(name: string, from: number, number: number) =>
      all(predictions({ model: join(told.out, name), examples: count(from, number).map((i) => ({ text: sentence(i) })), ...engine })) as Promise<T[]>;
    const labels = (await answers<{ label: string }>('opinions', 5, 20)).map(({ label }) => label);
    expect(labels.filter((label, i) => label === ((i + 5) % 2 ? 'positive' : 'negative')).length / 20).toBe(best['opinions/accuracy']);
    const found = (await answers<{ text: string; entities: readonly { label: string; text: string }[] }>('nouns', 7, 12)).map(({ text, entities }) => text.endsWith(entities.at(-1)?.text ?? '?'));
    expect(found.filter(Boolean).length).toBeGreaterThan(9);

    const values = ({ parameters }: PretrainedModel) => Object.fromEntries(Object.entries(parameters).filter(([name]) => name.startsWith('electra.')).map(([name, each]) => [name, [...each.dataSync()]]));
    const models = [
      await ElectraForSequenceClassification.fromPretrained(join(told.out, 'opinions')),
      await ElectraForTokenClassification.fromPretrained(join(told.out, 'nouns')),
      await ElectraForPreTraining.fromPretrained(told.model),
    ];
    const [one, other, before] = models.map(values);
    expect(one).toEqual(other);
    expect(one).not.toEqual(before);
    models.forEach((model) => model.dispose());
    await expect(finetunedFolder(told.out)).rejects.toThrow(/fine-tuned models of several tasks.*nouns.*opinions/);
  });

  it('with one task is finetune, to the byte', async () => {
    const training = { epochs: 2 };
    const together = { ...options(training), tasks: [{ task: opinions, data: data('opinions') }] };
    await all(finetuneTasks(together));
    const alone = { ...base(training, { name: 'cpu' }), task: opinions, data: data('opinions') };
    await all(finetune(alone));
    expect(await weights(join(together.out, 'opinions'))).toBe(await weights(alone.out));
    expect(await numbers(join(together.out, 'opinions', 'results.json'))).toEqual({ ...(await numbers(join(alone.out, 'results.json'))), trainedWith: [] });
  });

  it('ends as if it had never stopped, and leaves alone what is finished', async () => {
    const training = { epochs: 3 };
    const whole = options(training);
    await all(finetuneTasks(whole));
    const content = async (out: string) => ({
      names: (await readdir(out)).sort(),
      results: await numbers(join(out, 'tasks.json')),
      tasks: await Promise.all(both.map(async ({ name }) => [await weights(join(out, name)), await numbers(join(out, name, 'results.json'))])),
    });
    const undisturbed = await content(whole.out);
    for (const stops of [[5], [8, 9, 20]]) {
      const told = options(training);
      for (const [i, stop] of stops.entries()) await stoppedAt({ ...told, resume: i > 0 }, stop);
      await expect(finetunedFolder(told.out)).rejects.toThrow(/several tasks that is not finished.*--resume/);
      expect((await all(finetuneTasks({ ...told, resume: true }))).at(-1)).toEqual({ type: 'finished', step: 24, reason: 'completed' });
      expect({ stops, content: await content(told.out) }).toEqual({ stops, content: undisturbed });
    }
    const again = await all(finetuneTasks({ ...whole, resume: true }));
    expect(again).toEqual([{ type: 'warning', message: expect.stringMatching(/finished, at step 24/) }, { type: 'finished', step: 24, reason: 'completed' }]);
    const other = { ...whole, resume: true, configuration: { ...whole.configuration, training: { ...training, mixing: 'square-root' } } };
    await expect(all(finetuneTasks(other))).rejects.toThrow(/not the one that is asked for.*mixing was "proportional" and is "square-root"/);
    await expect(all(finetuneTasks({ ...whole, resume: true, tasks: whole.tasks.slice(1) }))).rejects.toThrow(/out-\d+ are not the ones.*expected the tasks opinions, nouns, received the tasks nouns\./);
    await expect(all(finetuneTasks(whole))).rejects.toThrow(/is not empty.*--force/);
    await all(finetuneTasks({ ...whole, force: true }));
    expect(await content(whole.out)).toEqual(undisturbed);
  });

  it('refuses to resume with other tasks, or as one', async () => {
    const told = options({ epochs: 2 });
    await stoppedAt(told, 3);
    await expect(all(finetuneTasks({ ...told, resume: true, force: true, tasks: [...told.tasks].reverse() }))).rejects.toThrow(/is of other tasks: expected the tasks opinions, nouns, received the tasks nouns, opinions\./);
    await expect(all(finetune({ ...told.tasks[0], model: told.model, out: told.out, configuration: { engine: { name: 'cpu' } }, resume: true, force: true }))).rejects.toThrow(/expected the tasks opinions, nouns, received one task\./);
    await expect(all(finetuneTasks(told))).rejects.toThrow(/holds a fine-tuning that was interrupted/);
  });

  it('knows mixing and the encoder\'s recipe, and says where tasks do not agree on it', async () => {
    const odd = parseTask({ name: 'nouns', kind: 'tagging', training: { epochs: 10, batchSize: 4 } }, 'nouns');
    const told = { ...options({ epochs: undefined, mixing: { opinions: 1, nouns: 1e9 } }), tasks: [{ task: opinions, data: data('opinions') }, { task: odd, data: data('nouns') }] };
    const starts: FinetuneTasksStart[] = [];
    const stop = new AbortController();
    stop.abort();
    const [warning, idle] = await all(finetuneTasks({ ...told, signal: stop.signal, onStart: (start) => starts.push(start) }));
    expect(warning).toEqual({ type: 'warning', message: expect.stringMatching(/training\.epochs is 3 for all tasks.*opinions 3, nouns 10/) });
    expect(idle).toEqual({ type: 'warning', message: expect.stringMatching(/none of the 33 steps is of opinions.*training\.mixing/) });
    // Three epochs of five and six batches.
    expect(starts).toMatchObject([{ steps: 33, tasks: [{ steps: 0, recipe: { batchSize: 8, epochs: 3 } }, { steps: 33, recipe: { batchSize: 4, epochs: 3 } }] }]);
    await expect(all(finetuneTasks({ ...told, out: `${told.out}-x`, configuration: { training: { mixing: { opinions: 1 } } } }))).rejects.toThrow(/training\.mixing does not name.*opinions, nouns.*received opinions/);
    await expect(all(finetuneTasks({ ...told, out: `${told.out}-x`, tasks: [told.tasks[0], told.tasks[0]] }))).rejects.toThrow(/Two tasks are called 'opinions'/);
    expect(await readdir(folder)).not.toContain(`${told.out.split('/').at(-1)}-x`);
  });
});

/** Answers, as an observable. */
const predictions = (told: Parameters<typeof predict>[0]) => from(predict(told));
